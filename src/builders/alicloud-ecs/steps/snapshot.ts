import { ecsResource, ecsStep, removingResult, temporary } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { awaitedSnapshots } from '../images/deadlines.ts';
import { inside } from '../instance/instance-loss.ts';
import { noSystemDisk } from '../words.ts';

const flow = ecsResource({
  kind: (env) => env.cloud.snapshots,
  async spec({ env: { config, cloud }, runId, signal }, { stopped }: Pick<Facts, 'stopped'>) {
    const disks = await cloud.disks.ofInstance(stopped.id, signal);
    const system = disks.find((disk) => disk.type === 'system');
    if (system === undefined) throw noSystemDisk(stopped.id);
    return { ...temporary(config), tags: config.tags, diskId: system.id, name: `packer_${runId}` };
  },
  ready: ({ status }) => status === 'accomplished',
  dead: ({ status }) => (status === 'failed' ? 'it has failed' : undefined),
  state: ({ status, progress }) => `${status}, ${progress} %`,
  progress: ({ progress }) => progress,
  within: (env) => awaitedSnapshots(env.config),
  expect: 60_000,
  making: (_scope, { stopped }) => `Creating snapshot from system disk of ${stopped.id}`,
  made: ({ id }) => `Created snapshot: ${id}`,
  removing: removingResult(
    'Deleting the snapshot because of cancellation or error...',
    'Deleting the snapshot of the temporary image...',
  ),
  fact: ({ id }) => ({ id }),
});

/** The system disk alone, when data disks are left out; it becomes part of the image and stays with it. */
export const snapshot = ecsStep({
  name: 'snapshot',
  needs: ['stopped', 'instance'],
  plan: ({ config }) =>
    config.image_ignore_data_disks ? 'take a snapshot of the system disk' : 'take all disks of the instance',
  keepsOnTimeout: true,
  outlives: ['instance', 'stopped'],
  keep: true,
  async run(scope, have) {
    if (!scope.env.config.image_ignore_data_disks) return { id: '' };
    return inside(scope, have.instance.id, () => flow.run(scope, have));
  },
  check: flow.check,
  undo: flow.undo,
});
