import { ecsStep, message, say } from '../environment.ts';
import { whileThere } from '../instance/instance-loss.ts';

/**
 * The guest accepts us. Tries begin as soon as there is an address; beside an EIP that is once it is associated, else
 * while the instance is still starting.
 */
export const connected = ecsStep({
  name: 'connected',
  needs: ['address', 'keyPair', 'securityGroup', 'instance'],
  plan: ({ config }) =>
    config.communicator === 'none' ? 'no connection is made' : `connect with ${config.communicator}`,
  async run(scope, { address, instance }) {
    const { config, guest } = scope.env;
    const { communicator: kind } = config;
    if (kind !== 'none') {
      say(scope, `Using ${kind} communicator to connect: ${address.host}`);
      say(scope, `Waiting for ${named(kind)} to become available...`);
    }
    const place = { host: address.host, id: instance.id };
    const link = await whileThere(scope, instance.id, (signal) => guest.connect(place, signal));
    if (kind === 'winrm') message(scope, 'WinRM connected.');
    if (kind !== 'none') say(scope, `Connected to ${named(kind)}!`);
    const hostKey = guest.hostKey();
    return { kind: link.kind, ...(hostKey !== undefined && { hostKey }) };
  },
  undo: ({ env }) => env.guest.close(),
});

function named(kind: string): string {
  if (kind === 'ssh') return 'SSH';
  return kind === 'winrm' ? 'WinRM' : 'Cloud Assistant';
}
