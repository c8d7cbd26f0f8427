import { ApiError } from './action.ts';

/** Requests per second; absent means no limit. */
export interface ThrottleLimits {
  readonly account?: number;
  /** The limit of each action that has none of its own. */
  readonly action?: number;
  /** By action name: `{ DescribeImages: 5 }`. */
  readonly actions?: Readonly<Record<string, number>>;
}

/** A refusal that says how long to wait, in milliseconds. */
export class ThrottlingError extends ApiError {
  readonly retryAfter: number;

  constructor(code: string, message: string, retryAfter: number) {
    super(400, code, message);
    this.retryAfter = retryAfter;
  }
}

/** Lets a call pass or throws ThrottlingError. Refused calls count as well, as they do at the service. */
export type Throttle = (call: {
  readonly accountId: string;
  readonly region: string;
  readonly action: string;
}) => void;

/** Counts in windows of one second, per account, and per account, region and action. */
export function createThrottle(limits: ThrottleLimits = {}, now: () => number = Date.now): Throttle {
  const windows = new Map<string, { start: number; count: number }>();
  const wait = (key: string, limit: number | undefined): number | undefined => {
    if (limit === undefined) return undefined;
    const time = now();
    const found = windows.get(key);
    const window = found && time - found.start < 1000 ? found : { start: time, count: 0 };
    windows.set(key, window);
    window.count += 1;
    return window.count > limit ? window.start + 1000 - time : undefined;
  };
  return ({ accountId, region, action }) => {
    const limit = limits.actions?.[action] ?? limits.action;
    const forAction = wait(`${accountId} ${region} ${action}`, limit);
    const forAccount = wait(accountId, limits.account);
    if (forAccount !== undefined) {
      throw new ThrottlingError(
        'Throttling.User',
        'Request was denied due to user flow control.',
        forAccount,
      );
    }
    if (forAction !== undefined) {
      throw new ThrottlingError('Throttling.Api', 'Request was denied due to api flow control.', forAction);
    }
  };
}
