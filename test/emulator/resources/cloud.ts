import { ApiError } from '../../../src/emulator/action.ts';
import { actions } from '../../../src/emulator/actions.ts';
import { readLatency } from '../../../src/emulator/latency.ts';
import type { Quotas } from '../../../src/emulator/quotas.ts';
import { checkRules } from '../../../src/emulator/rules.ts';
import { createWorld, type World, type WorldState } from '../../../src/emulator/world.ts';
import type { GuestFactory } from '../../../src/guests/guest.ts';
import { mismatches, responseModel } from '../response-model.ts';

export type Params = Readonly<Record<string, string | number | boolean>>;
export type Answer = Readonly<Record<string, unknown>>;

export interface Cloud {
  readonly world: World;
  /** The answer, checked against the official response model. Throws what the handler throws. */
  call(name: string, params?: Params): Answer;
  /** `403 IncorrectInstanceStatus`: how the call is refused; fails when it is not. */
  refusal(name: string, params?: Params): string;
  /** Moves the clock and lets happen what is due. */
  pass(ms: number): void;
}

export interface CloudOptions {
  readonly latency?: unknown;
  readonly quotas?: Partial<Quotas>;
  readonly tagIndexLag?: number;
  readonly state?: WorldState;
  readonly guests?: GuestFactory;
  readonly start?: number;
}

export const home = 'cn-hangzhou';
export const accountId = '1234567890123456';

/** A world with a clock of its own, called without HTTP. */
export function startCloud(options: CloudOptions = {}): Cloud {
  const { latency = 'instant', start = Date.UTC(2026, 0, 31, 8), ...rest } = options;
  let now = start;
  const world = createWorld({ ...rest, accountId, latency: readLatency(latency), now: () => now });
  const call = (name: string, params: Params = {}) => answer(world, name, params);
  return {
    world,
    call,
    refusal(name, params) {
      try {
        call(name, params);
      } catch (error) {
        if (error instanceof ApiError) return `${error.status} ${error.code}`;
        throw error;
      }
      throw new Error(`${name} was not refused`);
    },
    pass(ms) {
      now += ms;
      world.settle();
    },
  };
}

/** What is found at `Images.Image.0.ImageId` of an answer. */
export function at(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, step) => {
    return typeof found === 'object' && found !== null ? Reflect.get(found, step) : undefined;
  }, value);
}

/** The text at a path; fails when there is none. */
export function textAt(value: unknown, path: string): string {
  const found = at(value, path);
  if (typeof found === 'string') return found;
  throw new Error(`${path} is ${JSON.stringify(found)}`);
}

/** A list at a path. */
export function listAt(value: unknown, path: string): readonly unknown[] {
  const found = at(value, path);
  if (Array.isArray(found)) return found;
  throw new Error(`${path} is ${JSON.stringify(found)}`);
}

function answer(world: World, name: string, given: Params): Answer {
  const action = actions.get(name);
  if (action === undefined) throw new Error(`no action ${name}`);
  const entries = Object.entries({ RegionId: home, ...given }).map(
    ([key, value]) => [key, String(value)] as const,
  );
  const params = new Map(entries);
  const [product = '', short = ''] = name.split('.');
  if (product !== 'Ecs' && product !== 'Vpc') throw new Error(`no product ${product}`);
  const region = params.get('RegionId') ?? home;
  const missing = action.required.find((wire) => !params.get(wire) && !params.get(`${wire}.1`));
  if (missing !== undefined) throw new ApiError(400, 'MissingParameter', missing);
  world.settle();
  const call = { product, action: short, region, params, accountId, requestId: 'R' } as const;
  checkRules(call);
  const fields = action.handler(call, world);
  const wrong = mismatches(fields, responseModel(name));
  if (wrong.length > 0) throw new Error(`${name}: ${wrong.join('; ')}`);
  return fields;
}
