import type { World } from '../world.ts';

/** Offsets that are used: the second octet runs from 10 to 249. */
const offsets = 240 * 65_536;

/**
 * The next free address of 127.0.0.0/8. Private, public and elastic addresses all come from here, because a client
 * on this machine must be able to connect to them; CIDR blocks are only checked, not used.
 */
export function nextAddress(world: World): string {
  for (;;) {
    const offset = world.state.nextAddress % offsets;
    world.state.nextAddress = (offset + 1) % offsets;
    const last = offset % 256;
    if (last !== 0 && last !== 255)
      return `127.${10 + Math.floor(offset / 65_536)}.${Math.floor(offset / 256) % 256}.${last}`;
  }
}
