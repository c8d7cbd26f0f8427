import { pause } from './pause.ts';

/** How time passes for what waits for a cloud. Tests give a clock that does not make them wait. */
export interface Clock {
  /** Multiplies all pauses; below 1 for a cloud that has said that it runs faster than the real one. */
  pace: number;
  /** Milliseconds; only differences mean something. */
  now(): number;
  /** Waits so many milliseconds, or until `signal` fires. Tells whether the time has passed in full. */
  pause(milliseconds: number, signal: AbortSignal): Promise<boolean>;
}

/** The time of this machine. */
export function openClock(pace = 1): Clock {
  return { pace, now: () => performance.now(), pause };
}

/** The header in which an emulated cloud says its pace. */
export const PACE_HEADER = 'x-ecs-imagebuild-pace';
