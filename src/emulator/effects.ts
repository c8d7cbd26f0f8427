import { eipEffects } from './resources/eips.ts';
import { imageEffects } from './resources/image-effects.ts';
import { guestEffects } from './resources/instance-guest.ts';
import { instanceEffects } from './resources/instance-lifecycle.ts';
import { snapshotEffects } from './resources/snapshot-records.ts';
import { vpcEffects } from './resources/vpcs.ts';
import { vSwitchEffects } from './resources/vswitches.ts';
import type { World } from './world.ts';
import type { Effect } from './world-state.ts';

/** What an effect does when its time has come. It looks at the state first: what it was for may be gone. */
export type EffectRun = (world: World, effect: Effect) => void;

/** Every effect by its name. Names are part of stored states. */
export const effects: Readonly<Record<string, EffectRun>> = {
  ...vpcEffects,
  ...vSwitchEffects,
  ...eipEffects,
  ...instanceEffects,
  ...guestEffects,
  ...snapshotEffects,
  ...imageEffects,
};
