import type { EcsConfig } from '../config.ts';

/** Milliseconds that snapshots and the image may take. */
export function awaitedSnapshots(config: EcsConfig): number {
  return 1000 * config.wait_snapshot_ready_timeout;
}

/** Milliseconds that a copy may take. */
export function awaitedCopies(config: EcsConfig): number {
  return 1000 * config.wait_copying_image_ready_timeout;
}
