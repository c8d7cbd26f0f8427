import type { Area } from './case.ts';
import { rootArea } from './cases/root.ts';

/** All cases, by the sections of what they are about. */
export const areas: readonly Area[] = [rootArea];
