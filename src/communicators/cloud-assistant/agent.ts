import type { Invocation } from '../../cloud/assistant.ts';
import type { Clock } from '../../wire/clock.ts';

export type { Invocation };

/** What of Cloud Assistant a communicator needs, for one instance. */
export interface Agent {
  /** How it is called in messages: the instance's id. */
  readonly name: string;
  readonly user: string;
  /** Milliseconds to wait for the agent. */
  readonly timeout: number;
  readonly clock: Clock;
  ready(signal: AbortSignal): Promise<boolean>;
  run(script: string, token: string, signal: AbortSignal): Promise<string>;
  result(id: string, signal: AbortSignal): Promise<Invocation | undefined>;
  stop(id: string, signal: AbortSignal): Promise<void>;
  send(file: SentFile, signal: AbortSignal): Promise<string>;
  sent(id: string, signal: AbortSignal): Promise<Invocation | undefined>;
}

interface SentFile {
  readonly folder: string;
  readonly name: string;
  readonly content: Uint8Array;
  readonly mode: number;
  readonly token: string;
}
