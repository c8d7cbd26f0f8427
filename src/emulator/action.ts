import type { World } from './world.ts';

/** One authenticated API call, as a handler sees it. */
export interface Call {
  readonly product: 'Ecs' | 'Vpc' | 'Sts' | 'Ram';
  readonly action: string;
  /** The RegionId parameter, or the region of the host name the client asked for. */
  readonly region: string;
  /** Flat wire names (`Tag.1.Key`), query and form body together, protocol parameters removed. */
  readonly params: ReadonlyMap<string, string>;
  readonly accountId: string;
  readonly requestId: string;
}

/** Gives the answer's fields without RequestId; throws ApiError. Runs to its end without awaiting: calls are atomic. */
export type Handler = (call: Call, world: World) => Readonly<Record<string, unknown>>;

/** What a client gets as `{Code, Message, RequestId, HostId, Recommend}` with an HTTP status. */
export class ApiError extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** One API of the emulator. */
export interface Action {
  /** `Ecs.RunInstances`: product and action. VPC actions that ECS still answers stand under both products. */
  readonly name: string;
  /** Wire names without which the call is a MissingParameter. */
  readonly required: readonly string[];
  readonly handler: Handler;
  /** Set where the API takes a ClientToken: the error for the same token with other parameters. */
  readonly clientToken?: { readonly status: number; readonly code: string };
}
