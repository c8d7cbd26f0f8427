import { decidingAlone, otherHolder } from '../../../engine/holders.ts';
import type { Journal } from '../../../engine/journal.ts';
import { spending } from '../../../engine/spent.ts';
import type { Facts } from '../facts.ts';
import { type Member, Network, type Networks, type Parts } from './shared-networks.ts';

/** One run's part in a network that runs share; its journal tells what it holds. */
export interface NetworkHold {
  /**
   * Comes into the network that another run of this process has made for `key`, and gives what `join` makes of it;
   * `undefined`: this run makes one, and others may come into that.
   */
  enter<Fact>(key: string, options: EnterOptions<Fact>): Promise<Fact | undefined>;
  /** Makes a part of the network; where others wait for it they hear what comes of it. */
  making<Name extends keyof Parts>(name: Name, make: () => Promise<Parts[Name]>): Promise<Parts[Name]>;
  /** Whether another run has made the network that this one holds. */
  readonly joined: boolean;
  /** What the step `vpc` gave, if it did. */
  readonly fact: Facts['vpc'] | undefined;
  /** The run to which this one has left the network. */
  readonly passedTo: string | undefined;
  /**
   * Gives the hold up for good: gives the run that still holds the network and will remove it, or `undefined` where
   * this run is the last, or was the only one, and has to.
   */
  giveUp(): Promise<string | undefined>;
  /** This process is done with the run; what it holds by its journal it still holds. */
  end(): void;
}

interface EnterOptions<Fact> {
  readonly signal: AbortSignal;
  /** Zones in which this run may need a vSwitch of its own. */
  readonly zones: readonly string[];
  /** Asked of a complete network; one that does not fit is left alone, and this run makes one for itself. */
  fits(parts: Parts): Promise<boolean>;
  /** Notes the hold. At once, as the others count on this run from here on. */
  join(entrance: Entrance): Fact;
}

export interface Entrance {
  readonly parts: Parts;
  /** Who made it. */
  readonly runId: string;
  /** Blocks for vSwitches of this run in other zones. */
  readonly spare: Readonly<Record<string, string>>;
}

interface HoldOptions {
  readonly journal: Journal;
  readonly runId: string;
  /** The folder of all runs. */
  readonly runs: string;
  readonly networks: Networks;
}

/** The step whose thing stands for the whole network. */
const STEP = 'vpc';

export function networkHold({ journal, runId, runs, networks }: HoldOptions): NetworkHold {
  let network: Network | undefined;
  let decision: Promise<string | undefined> | undefined;
  const state = () => journal.state.steps.get(STEP);
  const vpc = () => state()?.things.get('');
  const member: Member = {
    runId,
    shared: () => vpc()?.shared !== true && journal.write({ type: 'shared', step: STEP, key: '' }),
  };
  const pass = (to: string) => {
    // Clean-up goes on without a disk: then the journal says that the run holds it, which costs another look.
    journal.remember({ type: 'passed', step: STEP, key: '', to });
    return to;
  };
  const decide = async () => {
    const held = vpc();
    const other = network?.leave(member);
    if (held === undefined || held.passedTo !== undefined) return held?.passedTo;
    if (other !== undefined) return pass(other.runId);
    if (held.shared !== true && held.of === undefined) return undefined;
    return decidingAlone(runs, () => {
      const holder = otherHolder(runs, { id: held.id, runId });
      return holder === undefined ? undefined : pass(holder);
    });
  };
  return {
    async enter(look, { signal, zones, fits, join }) {
      const key = JSON.stringify([runs, look]);
      decision = undefined;
      for (;;) {
        const known = networks.get(key);
        if (known === undefined) {
          network = new Network(networks, key, member);
          return undefined;
        }
        const parts = await spending('waiting', () => known.complete(signal));
        if (parts === undefined) continue;
        if (!(await fits(parts))) return undefined;
        if (!known.open) {
          known.retire();
          continue;
        }
        network = known;
        try {
          return join({ parts, runId: known.madeBy, spare: known.join(member, zones) });
        } catch (error) {
          // A hold that is not noted is none.
          known.leave(member);
          throw error;
        }
      }
    },
    async making(name, make) {
      try {
        const fact = await make();
        network?.built(name, fact);
        return fact;
      } catch (error) {
        network?.failed(error);
        throw error;
      }
    },
    get joined() {
      return [...(state()?.things.values() ?? [])].some(({ of }) => of !== undefined);
    },
    get fact() {
      return state()?.fact as Facts['vpc'] | undefined;
    },
    get passedTo() {
      return vpc()?.passedTo;
    },
    giveUp() {
      decision ??= decide();
      return decision;
    },
    end() {
      network?.leave(member);
    },
  };
}
