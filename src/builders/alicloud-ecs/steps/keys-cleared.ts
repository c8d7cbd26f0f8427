import type { Communicator } from '../../../communicators/communicator.ts';
import type { EcsConfig } from '../config.ts';
import { type EcsScope, ecsStep, say } from '../environment.ts';
import type { Place } from '../guest.ts';
import { givenHostKey, givesHostKey } from '../login/host-key.ts';
import { removeHostKey } from '../login/host-key-removal.ts';

/**
 * What was put on the guest for the build alone is taken off again: the temporary key, if the template asks for it, and a
 * host key that was made here, always. The image trusts nobody, and no two machines of it have the same key.
 */
export const keysCleared = ecsStep({
  name: 'keysCleared',
  needs: ['provisioned', 'connected', 'address', 'securityGroup', 'instance', 'keyPair'],
  plan({ config }) {
    if (givesHostKey(config))
      return `remove the host key of the build${asked(config) ? ' and the temporary key' : ''}`;
    return asked(config) ? 'remove the temporary key from the guest' : 'leave the keys of the guest alone';
  },
  async run(scope, { address, instance, keyPair }) {
    const { env, signal } = scope;
    const temporary = asked(env.config) && keyPair.temporary;
    if (!temporary && !givesHostKey(env.config)) return { cleared: false };
    if (temporary) say(scope, 'Trying to remove ephemeral keys from authorized_keys files');
    const comm = await connection(scope, { host: address.host, id: instance.id });
    if (comm === undefined) return { cleared: true };
    scope.asking(KEYS);
    if (temporary) for (const command of commands(keyPair.publicKey)) await tryCommand(comm, command, signal);
    if (givesHostKey(env.config)) await removeHostKey(comm, await givenHostKey(env.folder), signal);
    scope.refused(KEYS);
    return { cleared: true };
  },
});

const KEYS = 'authorized keys';
/** How long a guest that may not know us any more is tried, in milliseconds. */
const LAST_TRY = 30_000;

/** None: a crash came while the key was being removed, and the guest no longer takes it, so that had been done. */
async function connection(scope: EcsScope, place: Place): Promise<Communicator | undefined> {
  const { env, signal } = scope;
  if (!scope.unanswered(KEYS)) return env.guest.connect(place, signal);
  const limit = AbortSignal.timeout(Math.max(2000, LAST_TRY * env.pace));
  try {
    return await env.guest.connect(place, AbortSignal.any([signal, limit]));
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
