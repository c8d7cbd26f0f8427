import type { Cloud } from './clouds.ts';
import { reference } from './points.ts';
import type { Interrupt } from './site.ts';
import type { Trial } from './trial.ts';

/** How much is tried. */
export interface Plan {
  /** Every how-manyth point; which ones, the seed decides. */
  readonly every: number;
  /** Builds that are killed several times. */
  readonly runs: number;
}

export interface Suite {
  readonly name: string;
  trials(plan: Plan, random: () => number): Promise<readonly Trial[]>;
}

/** What is tried, in this order. */
export const suites: readonly Suite[] = [
  ...['quickstart', 'whole', 'forced', 'sold-out'].map(oneKill),
  ...['quickstart', 'whole'].map(severalKills),
  ...(['SIGINT', 'SIGTERM', 'SIGHUP'] as const).flatMap((signal) => [
    stopping(signal, 'quickstart'),
    stopping(signal, 'whole'),
  ]),
  ...['quickstart', 'whole'].map(answersLost),
  { name: 'cleanup after a crash', trials: cleanups('whole') },
  { name: 'cleanup where much is sold out', trials: cleanups('sold-out') },
  { name: 'cleanup after a failure', trials: cleanups('failing') },
  { name: 'cleanup after Ctrl-C', trials: interrupted },
  { name: 'tag index lags', trials: lostAnswers('lagging') },
  { name: 'tokens are forgotten', trials: lostAnswers('forgetful') },
  ...['quickstart', 'whole'].map(diskFull),
  ...(['oldest first', 'newest first', 'at once'] as const).map(sharedNetwork),
  { name: 'removed by somebody else', trials: async () => removals },
];

/** Every moment of a build, one kill each. */
function oneKill(fixture: string): Suite {
  return {
    name: `one kill, ${fixture}`,
    async trials(plan, random) {
      const { points } = await reference(fixture);
      return sample(points, plan, random).map((point, index) => ({
        fixture,
        kills: [point],
        verb: 'resume',
        ...(index % 2 === 1 && { torn: true }),
      }));
    },
  };
}

/** Two or three kills in one build, at random moments. */
function severalKills(fixture: string): Suite {
  return {
    name: `several kills, ${fixture}`,
    async trials({ runs }, random) {
      const { points } = await reference(fixture);
      return Array.from({ length: Math.ceil(runs / 2) }, () => ({
        fixture,
        kills: drawn(points.length, random() < 0.5 ? 2 : 3, random),
        verb: 'resume',
      }));
    },
  };
}

/** The process that goes on has fewer moments left, so the numbers are drawn ever smaller. */
function drawn(points: number, kills: number, random: () => number): readonly string[] {
  return Array.from({ length: kills }, (_, turn) => String(1 + Math.floor((random() * points) / (turn + 1))));
}

/** Somebody stops the build, at every moment. */
function stopping(signal: Interrupt, fixture: string): Suite {
  return {
    name: `${signal}, ${fixture}`,
    async trials(plan, random) {
      const { points } = await reference(fixture);
      return sample(points, plan, random).map((point) => ({
        fixture,
        kills: [point],
        verb: 'cleanup',
        signal,
      }));
    },
  };
}

/** Each call that changes something is performed, and its answer lost: the build goes on by itself, and makes nothing twice. */
function answersLost(fixture: string): Suite {
  return {
    name: `lost answers, ${fixture}`,
    async trials(plan, random) {
      const { changes } = await reference(fixture);
      const losing = { fixture, kills: [], verb: 'resume' } as const;
      return sample(changes, plan, random).flatMap((change): readonly Trial[] => {
        const [action = '', nth] = change.split('#');
        const rule = { action, nth: Number(nth) };
        return [
          { ...losing, faults: [{ ...rule, reset: 'after' }] },
          { ...losing, faults: [{ ...rule, truncate: true }] },
          { ...losing, faults: [{ ...rule, reset: 'after' }], cloud: 'lagging' },
        ];
      });
    },
  };
}

/** The process that cleans up is killed as well. */
function cleanups(fixture: string): Suite['trials'] {
  return async (plan, random) => {
    const { points } = await reference(fixture);
    return sample(points, plan, random).map((point) => ({
      fixture,
      kills: [point, String(1 + Math.floor(random() * 20))],
      verb: 'cleanup',
    }));
  };
}

/** Somebody presses Ctrl-C, then the process that cancels is killed, and the one that cleans up after it. */
async function interrupted(plan: Plan, random: () => number): Promise<readonly Trial[]> {
  const fixture = 'whole';
  const { points, calls } = await reference(fixture);
  return sample(points, plan, random).map((_, index) => {
    const share = (index + 0.5) / (points.length / plan.every);
    const moment = Math.ceil(share * points.length + random() * 20);
    const kills = [String(moment), String(1 + Math.floor(random() * 20))];
    return { fixture, kills, verb: 'cleanup', interruptAt: Math.floor(share * calls) };
  });
}

/** The disk is full at every block of the files that a run writes. */
function diskFull(fixture: string): Suite {
  return {
    name: `disk full, ${fixture}`,
    async trials(plan, random) {
      const { points } = await reference(fixture);
      // About the number of blocks that the journal has in the end.
      const rooms = Array.from({ length: Math.ceil(points.length / 15) }, (_, room) => `${room}`);
      const every = Math.ceil(plan.every / 4);
      return sample(rooms, { ...plan, every }, random).map((room) => ({
        fixture,
        kills: [],
        verb: 'cleanup',
        room: Number(room),
      }));
    },
  };
}

/** The moments around calls that make something: where a lost answer leaves a thing that nobody knows. */
const CREATING = /(Ecs|Vpc)\.(Create|Run|Allocate|Copy|Import|Authorize)|journal (asking|made)/;

function lostAnswers(cloud: Cloud): Suite['trials'] {
  return async (plan, random) => {
    const fixture = 'whole';
    const { points } = await reference(fixture);
    const creating = points.filter((point) => CREATING.test(point));
    return sample(creating, plan, random).flatMap((point): readonly Trial[] => [
      { fixture, cloud, kills: [point], verb: 'resume' },
      { fixture, cloud, kills: [point], verb: 'cleanup' },
    ]);
  };
}

/** The moments of a template of two builds at which they make, join, leave or remove the network that they share, or are in it. */
const NETWORK =
  /Vpc\.(Create|Delete)|Ecs\.\w*SecurityGroup|journal (asking|made|shared|passed|done|undone|undoing) (vpc|vSwitch|securityGroup)|journal done (instance|connected|stopped)/;

function sharedNetwork(order: NonNullable<Trial['order']>): Suite {
  const fixture = 'two-builds';
  return {
    name: `shared network, runs taken up ${order}`,
    async trials(plan, random) {
      const { points } = await reference(fixture);
      const chosen = points.filter((point) => NETWORK.test(point));
      return sample(chosen, plan, random).flatMap((point, index): readonly Trial[] => [
        { fixture, kills: [point], verb: 'resume', order },
        {
          fixture,
          verb: 'cleanup',
          order,
          // The first process that cleans up is killed as well.
          kills: index % 2 === 0 ? [point] : [point, String(1 + Math.floor(random() * 20))],
        },
      ]);
    },
  };
}

/** What is gone when the run is taken up. The instance alone: that is what the cloud does at AutoReleaseTime. */
const removals: readonly Trial[] = (
  [
    ['keyPair', ['keyPairs']],
    ['eip', ['eips']],
    ['securityGroup', ['instances', 'securityGroups']],
    ['vSwitch', ['instances', 'securityGroups', 'vSwitches']],
    ['vpc', ['instances', 'securityGroups', 'vSwitches', 'vpcs']],
    ['running', ['instances']],
    ['provisioned', ['instances']],
    ['stopped', ['instances']],
  ] as const
).map(([step, removed]) => ({
  fixture: 'whole',
  kills: [`after journal done ${step}#1`],
  verb: 'resume',
  removed,
  ...(removed.length === 1 && removed[0] === 'instances' && { says: 'the cloud releases it by itself' }),
}));

function sample(points: readonly string[], { every }: Plan, random: () => number): readonly string[] {
  const first = Math.floor(random() * every);
  return points.filter((_, index) => index % every === first);
}
