import type { Cloud } from '../../cloud/port.ts';
import type { Durations } from '../../engine/durations.ts';
import type { Kind } from '../../engine/kind.ts';
import type { Marked } from '../../engine/mark.ts';
import { resource } from '../../engine/resource.ts';
import type { Flow, Resource } from '../../engine/resource-definition.ts';
import { type Scope, type Step, step, type UndoScope } from '../../engine/step.ts';
import { until } from '../../engine/until.ts';
import type { MachineEnvironment } from '../../machine/environment.ts';
import type { GuestAddress } from '../../machine/guest.ts';
import type { EcsConfig } from './config.ts';
import type { Facts } from './facts.ts';
import type { NetworkHold } from './network/network-hold.ts';

/** What the steps of a build share. */
export interface Environment extends MachineEnvironment {
  readonly config: EcsConfig;
  readonly cloud: Cloud;
  /** This run's part in a network that builds share. */
  readonly network: NetworkHold;
  /** Notes for good where the run makes its things; the first word counts. `account`: empty where nobody can tell. */
  keepSite(account: string): void;
  /** Public addresses of this machine, as far as they can be known without asking a stranger. */
  ownAddresses(signal: AbortSignal): Promise<readonly string[]>;
  /** The VPC of this machine; empty where it is in none, or may not be asked. */
  ownVpc(signal: AbortSignal): Promise<string>;
  /** How long things have taken lately. */
  readonly durations: Durations;
  /** Milliseconds that the instance may outlive this process; 0: no end. */
  readonly autoRelease: number;
}

export type EcsScope = Scope<Environment>;
export type EcsUndoScope = UndoScope<Environment>;
type Name = keyof Facts & string;

/** A step of this builder, typed by the facts that it needs; its plan sees settings alone. */
export function ecsStep<Own extends Name, Need extends Name>(
  definition: EcsStepOf<Own, Need>,
): EcsStepOf<Own, Need> {
  return { ...step<Environment, Facts, Own, Need>(definition), plan: definition.plan };
}

type EcsStepOf<Own extends Name, Need extends Name> = Step<Environment, Facts, Own, Need> & {
  plan(env: Pick<Environment, 'config'>): string;
};

export type EcsStep = Step<Environment, Facts> & { plan(env: Pick<Environment, 'config'>): string };

type Defaulted = 'region' | 'clock' | 'within';

/** The instance and the address that it is connected to. */
export function addressOf(
  _env: Environment,
  { address, instance }: Pick<Facts, 'address' | 'instance'>,
): GuestAddress {
  return { host: address.host, id: instance.id };
}

/** `resource` of the engine, with what is the same for all things of this builder. */
export function ecsResource<Have, Spec, Item extends Marked, Fact>(
  definition: Omit<Resource<Environment, Have, Spec, Item, Fact>, Defaulted | 'kind'> &
    Partial<Pick<Resource<Environment, Have, Spec, Item, Fact>, Defaulted>> & {
      kind(env: Environment): Kind<Spec, Item>;
    },
): Flow<Environment, Have, Fact> {
  return resource({
    region: (env) => env.cloud.region,
    clock: (env) => env.clock,
    durations: (env) => env.durations,
    within: () => MINUTE * 10,
    ...definition,
    kind: (env, region) => definition.kind({ ...env, cloud: env.cloud.in(region) }),
  });
}

export const MINUTE = 60_000;

/** Waits for one thing of this builder by the clock of its cloud. */
export function awaited<T>(
  scope: EcsScope,
  read: () => Promise<T | undefined>,
  options: Omit<Parameters<typeof until<T>>[1], 'signal' | 'clock' | 'durations'>,
): Promise<T> {
  const { clock, durations } = scope.env;
  return until(read, { ...options, clock, durations, signal: scope.signal });
}

export function say(scope: EcsScope, text: string): void {
  scope.emit({ type: 'note', level: 'say', text });
}

export function message(scope: EcsScope, text: string): void {
  scope.emit({ type: 'note', level: 'message', text });
}

/** Packer's line for the removal of a temporary thing. */
export const removing =
  (thing: string) =>
  (because: EcsUndoScope['because']): string =>
    because === 'finished' || because === 'again'
      ? `Cleaning up '${thing}'`
      : `Deleting ${thing} because of cancellation or error...`;

/** Packer's line for the removal of a part of the result; it says nothing when a post-processor takes its place. */
export const removingResult =
  (text: string, finished = text) =>
  (because: EcsUndoScope['because']): string => {
    if (because === 'discarded') return 'Deleting an image or snapshot that post-processing does not keep...';
    return because === 'finished' ? finished : text;
  };

/** Tags and group that everything temporary carries, besides the mark of the run. */
export function temporary(config: EcsConfig) {
  return { tags: config.run_tags, resourceGroupId: config.resource_group_id };
}
