import type { Communicator } from '../communicators/communicator.ts';
import type { Durations } from '../engine/durations.ts';
import type { Journal } from '../engine/journal.ts';
import type { Site } from '../engine/journal-record.ts';
import type { OnError, RunControl } from '../engine/run-control.ts';
import type { BuildError } from '../errors/build-error.ts';
import type { Emit, EventArtifact } from '../events/event.ts';
import type { Provisioning } from '../machine/environment.ts';
import type { GuestRun } from '../machine/guest.ts';
import type { RenderContext } from '../template/go/context.ts';
import type { JsonObject } from '../template/model/template.ts';
import type { Fields } from '../template/schema/field.ts';
import type { Clock } from '../wire/clock.ts';
import type { Account, AccountAccess } from './leftovers.ts';

/** A kind of builder: its settings, and how they become a build. */
export interface BuilderType {
  readonly type: string;
  readonly fields: Fields;
  /** Decodes and checks without any cloud call. Throws a BuildError `config-invalid` with all findings. */
  prepare(raw: JsonObject, options: PrepareOptions): PreparedBuilder;
  /** Opens the account that such builders build in, to look for what runs have left there. Unset: they leave nothing. */
  openAccount?(access: AccountAccess): Promise<Account>;
  /** Why it can only be checked. Unset: it can be run. */
  readonly unserved?: () => BuildError;
}

/** An access key. */
export interface Keys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

export interface PrepareOptions {
  readonly context: RenderContext;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `-force`: delete what stands in the way. */
  readonly force: boolean;
  /** Of a run that is taken up: where it makes its things, whatever the surroundings say by now. */
  readonly site?: Site | undefined;
  /** Keys of an embedded cloud: they count in place of whatever would lead to real ones, or past it to a real endpoint. */
  readonly keys?: Keys | undefined;
}

/** What a build leaves. It stands in the journal, so it is plain JSON and holds no secret. */
export interface Artifact extends EventArtifact {
  /** Generated data that post-processors may use in their settings. */
  readonly data?: Readonly<Record<string, string>>;
}

export interface PreparedBuilder {
  readonly warnings: readonly string[];
  /** Values that must never be printed. */
  readonly secrets: readonly string[];
  /** Name, needs and plan of every step; no cloud call. */
  readonly steps: readonly {
    readonly name: string;
    readonly needs: readonly string[];
    readonly plan: string;
  }[];
  /** Starts the build or takes it up again, as the journal tells. */
  run(scope: BuildScope): Promise<Artifact | undefined>;
  /** Removes what `run` gave, for good; gone already is success. Unset: there is nothing to remove. */
  discard?(scope: BuildScope, artifact: Artifact): Promise<void>;
  /** It connects to the private address of its machine. */
  readonly privately?: boolean;
  /** The step in which the provisioners run. */
  readonly provisions?: string;
  /** The step that makes the machine that they run on; unset where it is not ours to make. */
  readonly machine?: string;
  /** Undoes what the run holds; gives whether nothing is left. Unset: this builder makes nothing that lasts. */
  cleanup?(scope: BuildScope): Promise<boolean>;
  /** Plays the build on an embedded cloud at `endpointUrl`, to see which calls it makes; unset: it makes none. */
  rehearse?(scope: BuildScope, rehearsal: Rehearsal): Promise<void>;
  /** What a policy has to say of roles. Unset: nothing. */
  readonly roles?: Roles;
  /** Opens a connection of its own to the machine of a run that has got that far. */
  connect?(scope: BuildScope): Promise<Communicator>;
}

/** How a build is played. */
export interface Rehearsal extends Keys {
  /** Tells several builds of one embedded cloud apart. */
  readonly variant: string;
  /** What the template names by id is there: what is called from now on is the build's own. */
  begins(): void;
}

/** Roles that a build hands on or takes on. */
export interface Roles {
  /** Name of the role that the instance gets; empty: none. */
  readonly instance: string;
  /** ARN of the role that the build assumes; empty: none. */
  readonly assumed: string;
  /** Regions that the build changes something in. */
  readonly regions: readonly string[];
  /** Whether Cloud Assistant reaches the guest. */
  readonly assistant: boolean;
}

export interface BuildScope extends Provisioning, GuestRun {
  readonly buildName: string;
  readonly runId: string;
  readonly journal: Journal;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly onError: OnError;
  /** How this go at the run differs from running it through. */
  readonly control?: RunControl | undefined;
  /** From now on no output shows these values; secrets that only the run finds out. */
  hide?(secrets: readonly string[]): void;
  /** Post-processors follow, so the end of the steps is not the end of the run. */
  readonly followed?: boolean | undefined;
  /** Base URL that serves every product instead of the real endpoints. */
  readonly endpointUrl: string | undefined;
  /** Milliseconds that the instance may outlive this process; 0: no dead-man's switch. */
  readonly autoRelease: number;
  /** How long things of the cloud have taken lately, kept from run to run; unset: nobody keeps it. */
  readonly durations?: Durations | undefined;
  /** Unset: this machine's. */
  readonly clock?: Clock | undefined;
  /** How long one try of a call may take, and all its tries, in milliseconds; unset: as long as suits the real service. */
  readonly limits?: { readonly timeout: number; readonly patience: number } | undefined;
}
