import { provisioning } from '../../../machine/provisioned.ts';
import { addressOf, awaited, type EcsScope, type Environment, ecsStep, MINUTE, say } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { inside } from '../instance/instance-loss.ts';

const onInstance = provisioning<Environment, Pick<Facts, 'address' | 'instance'>>({
  place: addressOf,
  data: ({ config }, { instance }) => ({
    WinRMPassword: config.winrm_password,
    SSHPublicKey: '',
    SSHPrivateKey: '',
    ConnType: config.communicator,
    ID: instance?.id ?? '',
  }),
});

/** The provisioners have run. */
export const provisioned = ecsStep({
  name: 'provisioned',
  needs: ['connected', 'running', 'address', 'instance', 'securityGroup', 'keyPair'],
  ...onInstance,
  async run(scope, have) {
    await started(scope, have.instance.id);
    return inside(scope, have.instance.id, () => onInstance.run(scope, have));
  },
});

/** Done again after the instance had been stopped for its image, the provisioners need it to run. */
async function started(scope: EcsScope, id: string): Promise<void> {
  if (!scope.again) return;
  const { instances } = scope.env.cloud;
  const found = await instances.read(id, scope.signal);
  if (found === undefined || found.status === 'Running' || found.status === 'Starting') return;
  say(scope, `Starting instance again: ${id}`);
  await awaited(scope, () => instances.read(id, scope.signal), {
    what: `instance ${id} to be Stopped, so that it can be started`,
    is: ({ status }) => status === 'Stopped',
    within: 10 * MINUTE,
  });
  await instances.start(id, scope.signal);
  await awaited(scope, () => instances.read(id, scope.signal), {
    what: `instance ${id} to be Running`,
    is: ({ status }) => status === 'Running',
    describe: ({ status }) => status,
    within: 30 * MINUTE,
    expect: 12_000,
  });
}
