import type { Communicator } from '../communicators/communicator.ts';
import type { CommunicatorConfig } from '../communicators/config.ts';
import type { Scope } from '../engine/step.ts';
import type { MachineEnvironment } from './environment.ts';
import type { GuestAddress } from './guest.ts';
import { givenHostKey, givesHostKey } from './host-key.ts';
import { removeHostKey } from './host-key-removal.ts';

export interface KeysCleared {
  readonly cleared: boolean;
}

interface ClearingAt<Env, Have> {
  place(env: Env, have: Have): GuestAddress;
  /** Public half of the key pair that the guest got for this build alone; empty: it got none. */
  temporaryKey(have: Have): string;
}

/**
 * The step `keysCleared` of any builder. What was put on the guest for the build alone is taken off again: the temporary
 * key, if the template asks for it, and a host key that was made here, always. The image trusts nobody, and no two
 * machines of it have the same key.
 */
export function keyClearing<Env extends MachineEnvironment, Have>({
  place,
  temporaryKey,
}: ClearingAt<Env, Have>) {
  return {
    plan({ config }: Pick<Env, 'config'>): string {
      if (givesHostKey(config))
        return `remove the host key of the build${asked(config) ? ' and the temporary key' : ''}`;
      return asked(config) ? 'remove the temporary key from the guest' : 'leave the keys of the guest alone';
    },
    async run(scope: Scope<Env>, have: Have): Promise<KeysCleared> {
      const { env, signal } = scope;
      const key = asked(env.config) ? temporaryKey(have) : '';
      if (key === '' && !givesHostKey(env.config)) return { cleared: false };
      if (key !== '') {
        const text = 'Trying to remove ephemeral keys from authorized_keys files';
        scope.emit({ type: 'note', level: 'say', text });
      }
      const comm = await connection(scope, place(env, have));
      if (comm === undefined) return { cleared: true };
      scope.asking(KEYS);
      if (key !== '') for (const command of commands(key)) await tryCommand(comm, command, signal);
      if (givesHostKey(env.config)) await removeHostKey(comm, await givenHostKey(env.folder), signal);
      scope.refused(KEYS);
      return { cleared: true };
    },
  };
}

const KEYS = 'authorized keys';
/** How long a guest that may not know us any more is tried, in milliseconds. */
const LAST_TRY = 30_000;

/** None: a crash came while the key was being removed, and the guest no longer takes it, so that had been done. */
async function connection(
  { env, signal, unanswered }: Scope<MachineEnvironment>,
  place: GuestAddress,
): Promise<Communicator | undefined> {
  if (!unanswered(KEYS)) return env.guest.connect(place, signal);
  const limit = AbortSignal.timeout(Math.max(2000, LAST_TRY * env.clock.pace));
  try {
    return await env.guest.connect(place, AbortSignal.any([signal, limit]));
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

function asked(config: CommunicatorConfig): boolean {
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
