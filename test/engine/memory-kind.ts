import type { Kind } from '../../src/engine/kind.ts';
import type { Mark } from '../../src/engine/mark.ts';
import { BuildError } from '../../src/errors/build-error.ts';

export interface Thing {
  readonly id: string;
  readonly spec: string;
  readonly tags: Readonly<Record<string, string>>;
  state: string;
}

/** A kind of cloud thing in memory that remembers tokens as a service does, and can lose answers. */
export class MemoryKind implements Kind<string, Thing> {
  readonly noun = 'thing';
  readonly remedy = (id: string) => `delete ${id}`;
  readonly things = new Map<string, Thing>();
  readonly calls: string[] = [];
  readonly #tokens = new Map<string, string>();
  readonly #specs = new Map<string, string>();
  /** How many more reads and searches do not see what there is. */
  blindLooks = 0;
  /** Makes the next create take effect but lose its answer. */
  loseAnswer = false;
  /** What the flow asks for. */
  spec = 'spec';
  refuse: BuildError | undefined;
  tagIndexLags = false;
  stateAfterCreate = 'ready';

  async create(spec: string, mark: Mark): Promise<string> {
    this.calls.push(`create ${spec}`);
    if (this.refuse !== undefined) throw this.refuse;
    const known = this.#tokens.get(mark.token);
    if (known !== undefined && this.#specs.get(mark.token) !== spec)
      throw new BuildError('cloud-token-used', 'the same token with another spec');
    this.#specs.set(mark.token, spec);
    const id = known ?? `t-${this.#tokens.size + 1}`;
    if (known === undefined) this.things.set(id, { id, spec, tags: mark.tags, state: this.stateAfterCreate });
    this.#tokens.set(mark.token, id);
    if (this.loseAnswer) {
      this.loseAnswer = false;
      throw new BuildError('cloud-unavailable', 'the connection was reset');
    }
    return id;
  }

  async read(id: string): Promise<Thing | undefined> {
    this.calls.push(`read ${id}`);
    return this.#blind() ? undefined : this.things.get(id);
  }

  async find(tags: Readonly<Record<string, string>>): Promise<readonly Thing[]> {
    this.calls.push('find');
    if (this.tagIndexLags || this.#blind()) return [];
    return [...this.things.values()].filter((thing) =>
      Object.entries(tags).every(([k, v]) => thing.tags[k] === v),
    );
  }

  async remove(id: string): Promise<void> {
    this.calls.push(`remove ${id}`);
    this.things.delete(id);
  }

  #blind(): boolean {
    this.blindLooks -= 1;
    return this.blindLooks >= 0;
  }
}
