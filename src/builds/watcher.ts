import type { BuildScope } from '../builders/builder.ts';
import type { RunControl } from '../engine/run-control.ts';
import type { BuildEvent, Emit } from '../events/event.ts';
import type { Loaded } from './load-builds.ts';
import type { ProvisioningOptions } from './provisioning.ts';

/** Whoever has builds run: hears what happens, and is asked where somebody has to decide. All but the first two may be unset. */
export interface Watcher {
  /** Cancels: what was made is removed. */
  readonly signal: AbortSignal;
  /** Hears every event, redacted. */
  hear(event: BuildEvent): void;
  /** The template is loaded: what is wrong with it, and who keeps its secrets out of texts. Before anything begins. */
  loaded?(loaded: Pick<Loaded, 'problems' | 'redactor' | 'dialect'>): void | Promise<void>;
  /** How what a run is taken up with differs from what it began with, one line each; it goes on with that. */
  changed?(lines: readonly string[]): void;
  /** Builds of these names, as they may be shown, begin now. `emit`: for events of the watcher's own. */
  begins?(builds: readonly string[], emit: Emit): void;
  /** The log of a run cannot be written any more. */
  logLost?(file: string, error: Error): void;
  /** Pauses between steps, and questions about failed ones. */
  control?(build: string): Pick<RunControl, 'pause' | 'ask'>;
  provisioning?(build: string): Pick<ProvisioningOptions, 'pause' | 'ask' | 'caughtUp'>;
  /** Answers what servers ask. */
  answering?(build: string): Pick<BuildScope, 'ask'>;
  /** Puts this process back to where a run was begun, for the programs that it starts. Unset: that is the caller's to do. */
  comeBack?(home: Home): void;
}

/** What of a process counts for the programs that its builds start. */
export interface Home {
  /** The working folder. */
  readonly cwd: string;
  /** The bits that new files do not get. */
  readonly umask: number;
  /** Name of the time zone. */
  readonly timeZone: string;
}
