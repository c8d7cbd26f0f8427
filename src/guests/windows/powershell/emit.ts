import type { Session } from './scope.ts';
import type { Value } from './value.ts';

/** Takes what a statement gives, as it comes. */
export type Emit = (value: Value) => Promise<void>;

/** Sessions with a `try` around what runs now. */
export const collectErrors = new WeakSet<Session>();
