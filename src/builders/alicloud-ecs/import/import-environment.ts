import { type Step, step } from '../../../engine/step.ts';
import type { Environment } from '../environment.ts';
import type { Facts } from '../facts.ts';
import type { SourceFile } from './source-file.ts';

/** What the steps of an import share besides what those of a build do. */
export interface ImportEnvironment extends Environment {
  readonly source: SourceFile;
  readonly bucket: string;
  readonly key: string;
  readonly skipClean: boolean;
  /** GiB; 0: as large as the disk itself. */
  readonly size: number;
  readonly format: string;
  readonly osType: string;
  readonly platform: string;
  readonly architecture: string;
  readonly licenseType: string;
}

/** What an import finds out and makes; the rest of its story is that of a build. */
export interface ImportFacts extends Facts {
  readonly bucket: { readonly name: string; readonly made: boolean };
  readonly object: { readonly bucket: string; readonly key: string };
}

type Name = keyof ImportFacts & string;

/** A step of an import, typed by the facts that it needs. */
export function importStep<Own extends Name, Need extends Name>(
  definition: Step<ImportEnvironment, ImportFacts, Own, Need>,
): Step<ImportEnvironment, ImportFacts, Own, Need> {
  return step<ImportEnvironment, ImportFacts, Own, Need>(definition);
}
