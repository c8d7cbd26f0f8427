import { AsyncLocalStorage } from 'node:async_hooks';

/** Milliseconds of one step: on its guest, in calls of the cloud, in pauses between looks; the rest was spent here. */
export interface Spent {
  readonly guest: number;
  readonly calls: number;
  readonly waiting: number;
}

type Doing = keyof Spent;

/** What counts when several things go on at once: a provisioner may wait and call, and is the guest's time all the same. */
const ORDER: readonly Doing[] = ['guest', 'calls', 'waiting'];

interface Meter {
  change(doing: Doing, by: 1 | -1): void;
  read(): Spent;
}

const meters = new AsyncLocalStorage<Meter>();

/** Runs a step and gives, by `tell`, what its time was spent on, whether or not it succeeded. */
export async function metered<T>(run: () => Promise<T>, tell: (spent: Spent) => void): Promise<T> {
  const meter = newMeter();
  try {
    return await meters.run(meter, run);
  } finally {
    tell(meter.read());
  }
}

/** Counts the time of `run` for the step that it belongs to, where somebody wants to know. */
export async function spending<T>(doing: Doing, run: () => Promise<T>): Promise<T> {
  const meter = meters.getStore();
  if (meter === undefined) return run();
  meter.change(doing, 1);
  try {
    return await run();
  } finally {
    meter.change(doing, -1);
  }
}

function newMeter(): Meter {
  const spent = { guest: 0, calls: 0, waiting: 0 };
  const going = { guest: 0, calls: 0, waiting: 0 };
  let since = performance.now();
  const settle = () => {
    const now = performance.now();
    const doing = ORDER.find((each) => going[each] > 0);
    if (doing !== undefined) spent[doing] += now - since;
    since = now;
  };
  return {
    change(doing, by) {
      settle();
      going[doing] += by;
    },
    read() {
      settle();
      const { guest, calls, waiting } = spent;
      return { guest: Math.round(guest), calls: Math.round(calls), waiting: Math.round(waiting) };
    },
  };
}
