import { awaited, ecsStep, MINUTE, say } from '../environment.ts';
import { deadInstance, inside } from '../instance/instance-loss.ts';

/** The instance is off, by us or by somebody else, so that its disks hold still. */
export const stopped = ecsStep({
  name: 'stopped',
  needs: ['keysCleared', 'running', 'instance', 'associated'],
  plan({ config }) {
    if (config.disable_stop_instance) return 'wait until somebody stops the instance';
    return config.force_stop_instance ? 'power the instance off' : 'stop the instance';
  },
  async run(scope, { instance: { id } }) {
    const { config, cloud } = scope.env;
    if (!config.disable_stop_instance) {
      say(scope, `Stopping instance: ${id}`);
      await inside(scope, id, () => cloud.instances.stop(id, config.force_stop_instance, scope.signal));
    }
    say(scope, `Waiting instance stopped: ${id}`);
    await awaited(scope, () => cloud.instances.read(id, scope.signal), {
      what: `instance ${id} to be Stopped`,
      is: ({ status }) => status === 'Stopped',
      dead: deadInstance,
      describe: ({ status }) => status,
      within: 30 * MINUTE,
      expect: 12_000,
      kind: 'instance to stop',
      fresh: !config.disable_stop_instance && !scope.again,
    });
    return { id };
  },
});
