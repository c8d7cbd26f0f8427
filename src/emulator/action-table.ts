import type { Identity } from './accounts.ts';
import type { Action, Call } from './action.ts';
import type { World } from './world.ts';

/** A call as the gateway passes it on: its signer is known. */
export interface SignedCall extends Call {
  readonly identity: Identity;
  /** The region as the client gave it; empty when it gave none and `region` was found by what the call names. */
  readonly askedRegion: string;
}

/** An action whose handler may also look at who calls. Every plain Action is one. */
export interface ServedAction extends Omit<Action, 'handler'> {
  readonly handler: (call: SignedCall, world: World) => Readonly<Record<string, unknown>>;
  /** Takes calls without a signature: what they carry proves who calls. */
  readonly unsigned?: boolean;
}

/** By product and action: `Ecs.RunInstances`. */
export type ActionTable = ReadonlyMap<string, ServedAction>;

/** Tells whether the table has an action of this name, with or without its product. */
export function servesName(table: ActionTable): (name: string) => boolean {
  const names = new Set([...table.keys()].flatMap((name) => [name, name.slice(name.indexOf('.') + 1)]));
  return (name) => names.has(name);
}
