import type { Communicator } from '../../../communicators/communicator.ts';
import type { EcsConfig } from '../config.ts';
import { type EcsScope, ecsStep, say } from '../environment.ts';

/** The temporary key is taken off the guest again, if the template asks for it, so that the image does not trust it. */
export const keysCleared = ecsStep({
  name: 'keysCleared',
  needs: ['provisioned', 'connected', 'address', 'securityGroup', 'keyPair'],
  plan: ({ config }) =>
    asked(config) ? 'remove the temporary key from the guest' : 'leave the keys of the guest alone',
  async run(scope, { address, keyPair }) {
    const { env, signal } = scope;
    if (!asked(env.config) || !keyPair.temporary) return { cleared: false };
    say(scope, 'Trying to remove ephemeral keys from authorized_keys files');
    const comm = await connection(scope, address.host);
    if (comm === undefined) return { cleared: true };
    scope.asking(KEYS);
    for (const command of commands(keyPair.publicKey)) await tryCommand(comm, command, signal);
    scope.refused(KEYS);
    return { cleared: true };
  },
});

const KEYS = 'authorized keys';
/** How long a guest that may not know us any more is tried, in milliseconds. */
const LAST_TRY = 30_000;

/** None: a crash came while the key was being removed, and the guest no longer takes it, so that had been done. */
async function connection(scope: EcsScope, host: string): Promise<Communicator | undefined> {
  const { env, signal } = scope;
  if (!scope.unanswered(KEYS)) return env.guest.connect(host, signal);
  const limit = AbortSignal.timeout(Math.max(2000, LAST_TRY * env.pace));
  try {
    return await env.guest.connect(host, AbortSignal.any([signal, limit]));
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

function asked(config: EcsConfig): boolean {
  return config.communicator === 'ssh' && config.ssh_clear_authorized_keys;
}

/** Packer looks for the name behind the key; the key itself is found whatever the cloud wrote behind it. */
function commands(publicKey: string): readonly string[] {
  const [, body = ''] = publicKey.split(' ');
  const clear = (file: string) =>
    `grep -vF ${body} ${file} > ${file}.new; [ $? -le 1 ] && cat ${file}.new > ${file}; rm -f ${file}.new`;
  return [clear('~/.ssh/authorized_keys'), `sudo sh -c '${clear('/root/.ssh/authorized_keys')}'`];
}

/** Best effort, as in Packer: a guest without sudo is no reason to throw an image away. */
async function tryCommand(comm: Communicator, command: string, signal: AbortSignal): Promise<void> {
  await comm.exec(command, { signal }).catch((error: unknown) => {
    if (signal.aborted) throw error;
  });
}
