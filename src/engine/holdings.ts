import type { RunState, StepState } from './journal-state.ts';

/** A thing in the cloud that a run has made and not removed. */
export interface Holding {
  readonly step: string;
  /** Empty when only the asking is known: the answer with the id was lost. */
  readonly id: string;
  readonly noun: string;
  readonly region: string;
}

/** What a run still holds, by its journal; what it has left to another run is that one's. Images of a run that succeeded are its result and no holding. */
export function holdings({ steps, outcome }: RunState): readonly Holding[] {
  return [...steps]
    .filter(([, { left }]) => outcome !== 'succeeded' || left)
    .flatMap(([step, state]) => [...held(step, state), ...unanswered(step, state)]);
}

function held(step: string, { things }: StepState): readonly Holding[] {
  const own = [...things.values()].filter(({ passedTo }) => passedTo === undefined);
  return own.map(({ id, noun = 'thing', region = '' }) => ({ step, id, noun, region }));
}

function unanswered(step: string, state: StepState): readonly Holding[] {
  return [...state.unanswered].map(() => ({
    step,
    id: '',
    noun: `whatever step ${step} asked for`,
    region: '',
  }));
}
