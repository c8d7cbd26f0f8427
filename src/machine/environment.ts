import type { Communicator } from '../communicators/communicator.ts';
import type { CommunicatorConfig } from '../communicators/config.ts';
import type { Clock } from '../wire/clock.ts';
import type { Guest } from './guest.ts';

/** How the template's provisioners are run on a guest; `data` is what the builder generated. */
export interface Provisioning {
  provision(comm: Communicator, data: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void>;
  /** Runs the error-cleanup-provisioner, if there is one. */
  provisionCleanup(
    comm: Communicator,
    data: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<void>;
}

/** What the steps on a guest find in the environment of every builder that has one. */
export interface MachineEnvironment extends Provisioning {
  readonly config: CommunicatorConfig;
  readonly guest: Guest;
  /** Folder of the run, mode 0700; holds its keys. */
  readonly folder: string;
  /** By which to wait. */
  readonly clock: Clock;
}
