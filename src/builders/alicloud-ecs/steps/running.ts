import { awaited, ecsStep, MINUTE } from '../environment.ts';
import { deadInstance } from '../instance/instance-loss.ts';

/** The service has started the instance. Runs beside the first tries to connect, and ends them if it vanishes. */
export const running = ecsStep({
  name: 'running',
  needs: ['instance'],
  plan: () => 'wait until the instance runs',
  async run(scope, { instance: { id } }) {
    const found = await awaited(scope, () => scope.env.cloud.instances.read(id, scope.signal), {
      what: `instance ${id} to be Running`,
      is: ({ status }) => status === 'Running',
      dead: deadInstance,
      describe: ({ status }) => status,
      within: 30 * MINUTE,
      expect: 12_000,
      kind: 'instance to run',
      fresh: !scope.again,
    });
    return { zoneId: found.zoneId };
  },
});
