import { ecsStep, say } from '../environment.ts';

/**
 * The guest accepts us. Tries begin as soon as there is an address; beside an EIP that is once it is associated, else
 * while the instance is still starting.
 */
export const connected = ecsStep({
  name: 'connected',
  needs: ['address', 'keyPair', 'instance'],
  plan: ({ config }) =>
    config.communicator === 'none' ? 'no connection is made' : `connect with ${config.communicator}`,
  async run(scope, { address, instance }) {
    const { config, guest } = scope.env;
    const { communicator: kind } = config;
    if (kind !== 'none') {
      say(scope, `Using ${kind} communicator to connect: ${address.host}`);
      say(scope, `Waiting for ${kind === 'ssh' ? 'SSH' : 'WinRM'} to become available...`);
    }
    const link = await guest.connect({ host: address.host, id: instance.id }, scope.signal);
    if (kind !== 'none') say(scope, `Connected to ${kind === 'ssh' ? 'SSH' : 'WinRM'}!`);
    const hostKey = guest.hostKey();
    return { kind: link.kind, ...(hostKey !== undefined && { hostKey }) };
  },
  undo: ({ env }) => env.guest.close(),
});
