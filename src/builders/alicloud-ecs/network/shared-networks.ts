import type { Cloud } from '../../../cloud/port.ts';
import { cancelled } from '../../../engine/words.ts';
import { isBuildError } from '../../../errors/build-error.ts';
import { formatCidr, overlaps, parseCidr } from '../../../wire/cidr.ts';
import type { Facts } from '../facts.ts';

/** The parts of a temporary network, by the step that makes them. */
export interface Parts {
  readonly vpc: Facts['vpc'];
  readonly range: Facts['range'];
  readonly vSwitch: Facts['vSwitch'];
  readonly securityGroup: Facts['securityGroup'];
}

/** A run of this process that uses a network. */
export interface Member {
  readonly runId: string;
  /** Notes durably that others may hold the network too. */
  shared(): void;
}

/** The networks of one account and region that builds of this process can share, by what they look like. */
export type Networks = Map<string, Network>;

const networks = new WeakMap<object, Networks>();

/** Those of a cloud: builds with the same credentials, endpoints and region see the same. */
export function networksOf({ vpcs }: Cloud): Networks {
  const known = networks.get(vpcs) ?? new Map();
  networks.set(vpcs, known);
  return known;
}

type State =
  | { readonly name: 'making'; readonly made: Partial<Parts> }
  | { readonly name: 'complete'; readonly made: Parts }
  /** Whoever waits makes its own, or fails with the same error. */
  | { readonly name: 'closed'; readonly error?: unknown };

/** A network that one run makes; others join it when it is complete, until its last member leaves. */
export class Network {
  readonly #networks: Networks;
  readonly #key: string;
  readonly #creator: Member;
  readonly #members: Set<Member>;
  readonly #waiting = new Set<() => void>();
  #state: State = { name: 'making', made: {} };
  #blocks = 0;

  constructor(networks: Networks, key: string, creator: Member) {
    this.#networks = networks;
    this.#key = key;
    this.#creator = creator;
    this.#members = new Set([creator]);
    networks.set(key, this);
  }

  /** The run whose tags its things carry. */
  get madeBy(): string {
    return this.#creator.runId;
  }

  /** Whether `member` may come in: right after this is asked, as others come and go. */
  get open(): boolean {
    return this.#state.name === 'complete' && this.#members.size < room(this.#state.made);
  }

  /** Waits until it is complete; `undefined` when it never will be. Rejects with the error that the service refused it with. */
  async complete(signal: AbortSignal): Promise<Parts | undefined> {
    await new Promise<void>((resolve, reject) => {
      if (signal.aborted) return reject(cancelled());
      if (this.#state.name !== 'making') return resolve();
      const settle = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.delete(settle);
        reject(cancelled());
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(settle);
    });
    if (this.#state.name === 'complete') return this.#state.made;
    if (this.#state.name === 'closed' && this.#state.error !== undefined) throw this.#state.error;
    return undefined;
  }

  /** The creator has made a part. */
  built<Name extends keyof Parts>(name: Name, fact: Parts[Name]): void {
    if (this.#state.name !== 'making') return;
    const made = { ...this.#state.made, [name]: fact };
    this.#state = isWhole(made) ? { name: 'complete', made } : { name: 'making', made };
    if (this.#state.name === 'complete') this.#wake();
  }

  /** The creator could not make a part: what the service says to one it would say to all. */
  failed(error: unknown): void {
    if (this.#state.name !== 'making') return;
    this.#close(isBuildError(error) && error.code.startsWith('cloud-') ? error : undefined);
  }

  /** Takes a member in, and gives it blocks of its own for vSwitches in other zones. Only while it is open. */
  join(member: Member, zones: readonly string[]): Readonly<Record<string, string>> {
    // The creator is told of it for as long as it lives; who came later knows by itself.
    if (this.#members.has(this.#creator)) this.#creator.shared();
    this.#members.add(member);
    if (this.#state.name !== 'complete') return {};
    const { vpc, range } = this.#state.made;
    const taken = [range.cidrBlock, ...Object.values(range.others)];
    const blocks: Record<string, string> = {};
    for (const zone of zones) {
      const block = blockFromTop(vpc.cidrBlock, this.#blocks, taken);
      if (block === undefined) break;
      blocks[zone] = block;
      this.#blocks += 1;
    }
    return blocks;
  }

  /** Lets a member go; gives another one, if there is one. Without the last it is closed to all. */
  leave(member: Member): Member | undefined {
    this.#members.delete(member);
    if (this.#state.name === 'making') this.#close();
    const [other] = this.#members;
    if (other === undefined) this.#close();
    return other;
  }

  /** Nobody new finds it any more. */
  retire(): void {
    if (this.#networks.get(this.#key) === this) this.#networks.delete(this.#key);
  }

  #close(error?: unknown): void {
    if (this.#state.name === 'closed') return;
    this.retire();
    this.#state = { name: 'closed', error };
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

function isWhole(made: Partial<Parts>): made is Parts {
  return [made.vpc, made.range, made.vSwitch, made.securityGroup].every((part) => part !== undefined);
}

/** The service keeps four addresses of a vSwitch, and gives one that was released out again only after a while. */
function room({ range }: Parts): number {
  const block = parseCidr(range.cidrBlock);
  return block === undefined ? 1 : Math.max(1, Math.floor((2 ** (32 - block.prefix) - 4) * 0.9));
}

/** Wide enough for the one instance that may go into another zone. */
const SPARE = { prefix: 28, size: 16 };

/** The nth spare block, counted from the end of the VPC; `undefined` where that comes upon what is taken. */
function blockFromTop(vpc: string, index: number, taken: readonly string[]): string | undefined {
  const within = parseCidr(vpc);
  if (within === undefined) return undefined;
  const base = within.base + 2 ** (32 - within.prefix) - SPARE.size * (index + 1);
  const block = { base, prefix: SPARE.prefix };
  const clash = taken.some((text) => {
    const other = parseCidr(text);
    return other !== undefined && overlaps(other, block);
  });
  return base < within.base || clash ? undefined : formatCidr(block);
}
