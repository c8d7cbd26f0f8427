/** A command or a file on its way through Cloud Assistant. */
export interface Invocation {
  readonly finished: boolean;
  /** `undefined`: it never ended, or could not tell any more. */
  readonly exitCode: number | undefined;
  readonly output: Uint8Array;
  /** The service's word for what went wrong; empty: nothing did. */
  readonly errorCode: string;
  readonly errorInfo: string;
}

/** Cloud Assistant: commands and small files for instances, without any connection to them. */
export interface Assistant {
  /** Whether the agent of an instance answers. */
  ready(instanceId: string, signal: AbortSignal): Promise<boolean>;
  /** Begins a shell script as a user; gives the id of the invocation. The same token again begins nothing new. */
  run(
    order: {
      readonly instanceId: string;
      readonly script: string;
      readonly user: string;
      readonly token: string;
    },
    signal: AbortSignal,
  ): Promise<string>;
  result(invocationId: string, instanceId: string, signal: AbortSignal): Promise<Invocation | undefined>;
  stop(invocationId: string, instanceId: string, signal: AbortSignal): Promise<void>;
  /** Begins to put at most 24,000 bytes into a file; gives the id of the invocation. */
  send(
    order: {
      readonly instanceId: string;
      readonly folder: string;
      readonly name: string;
      readonly content: Uint8Array;
      readonly mode: number;
      readonly owner: string;
      readonly token: string;
    },
    signal: AbortSignal,
  ): Promise<string>;
  sent(invocationId: string, signal: AbortSignal): Promise<Invocation | undefined>;
}
