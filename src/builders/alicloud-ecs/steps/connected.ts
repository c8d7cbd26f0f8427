import { ecsStep, message, say } from '../environment.ts';

/**
 * The guest accepts us. Tries begin as soon as there is an address; beside an EIP that is once it is associated, else
 * while the instance is still starting.
 */
export const connected = ecsStep({
  name: 'connected',
  needs: ['address', 'keyPair', 'instance'],
  plan: ({ config }) =>
    config.communicator === 'none' ? 'no connection is made' : `connect with ${config.communicator}`,
  async run(scope, { address }) {
    const { config, guest } = scope.env;
    const { communicator: kind } = config;
    if (kind !== 'none') {
      say(scope, `Using ${kind} communicator to connect: ${address.host}`);
      say(scope, `Waiting for ${kind === 'ssh' ? 'SSH' : 'WinRM'} to become available...`);
    }
    const link = await guest.connect(address.host, scope.signal);
    if (kind === 'winrm') message(scope, 'WinRM connected.');
    if (kind !== 'none') say(scope, `Connected to ${kind === 'ssh' ? 'SSH' : 'WinRM'}!`);
    return { kind: link.kind };
  },
  undo: ({ env }) => env.guest.close(),
});
