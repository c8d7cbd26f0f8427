import type { Mark, Marked } from './mark.ts';

/** One kind of thing that can be made, looked up, found by its tags and removed. */
export interface Kind<Spec, Item extends Marked> {
  /** What to call one of them: `VPC`, `key pair`. */
  readonly noun: string;
  /** The command with which people remove it when we could not. */
  remedy(id: string): string;
  /**
   * Sends the token and the tags of `mark` (on top of the spec's own) and gives the id; never waits. A refusal that passes
   * is thrown with the milliseconds in `data.settles`: whoever asks again takes a new mark.
   */
  create(spec: Spec, mark: Mark, signal: AbortSignal): Promise<string>;
  /** `undefined` only when the service says that it does not exist, never because access was denied. */
  read(id: string, signal: AbortSignal): Promise<Item | undefined>;
  /** Asks for those that carry all these tags; an empty value means any. The service may give others: see `carries`. */
  find(tags: Readonly<Record<string, string>>, signal: AbortSignal): Promise<readonly Item[]>;
  /** Missing already is success; a dependency that is just going away is waited for within a deadline. */
  remove(id: string, signal: AbortSignal): Promise<void>;
}
