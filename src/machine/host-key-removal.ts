import type { Communicator } from '../communicators/communicator.ts';
import type { GivenHostKey } from './host-key.ts';
import { hostKeyStays } from './words.ts';

/** Where cloud-init puts the key, and where it keeps what it was given. */
const PLACES = '/etc/ssh /var/lib/cloud /run/cloud-init';

/**
 * Takes a key that was given to the guest off it again, so that no two machines of the image have the same. Throws
 * unless nothing is left of it. New connections are not possible any more afterwards.
 */
export async function removeHostKey(
  comm: Communicator,
  key: GivenHostKey,
  signal: AbortSignal,
): Promise<void> {
  const lines: string[] = [];
  const onLine = (_stream: string, line: string) => void lines.push(line);
  const { code } = await comm.exec(command(comm.data['User'] ?? '', key), { signal, onLine });
  if (code !== 0) throw hostKeyStays(lines.at(-1) ?? `exit status ${code ?? 'unknown'}`);
}

/** What holds the public half holds the private one too, but for `.pub` files: those stand beside it. */
function command(user: string, { publicKey }: GivenHostKey): string {
  const [, open = ''] = publicKey.split(' ');
  const find = `grep -rlF -e ${open} ${PLACES} 2>/dev/null`;
  const script = [
    `${find} | while IFS= read -r f; do rm -f -- "$f" "\${f%.pub}"; done`,
    `left=$(${find})`,
    'if [ -n "$left" ]; then echo "still in $left"; exit 1; fi',
  ].join('; ');
  return user === 'root' ? script : `sudo -n sh -c '${script}'`;
}
