import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';
import { readText, writeWhole } from '../../files.ts';
import { hostKey } from '../../ssh/host-key.ts';
import { failed, type GuestCommand, ok } from './command.ts';
import { parseFlags } from './etc-table.ts';

/** `-A` (host keys), `-l` (fingerprint), and making an ed25519 or rsa key with `-f`. */
export const sshKeygen: GuestCommand = {
  name: 'ssh-keygen',
  run: async (args, call) => {
    const { values, flags } = parseFlags(args, {
      '-f': 'file',
      '-t': 'type',
      '-N': 'passphrase',
      '-C': 'comment',
      '-b': 'bits',
      '-R': 'host',
      '-E': 'hash',
    });
    const { files, account } = call.process;
    if (flags.has('-A')) {
      await hostKey(files);
      return ok('ssh-keygen: generating new host keys: ED25519\n');
    }
    if (values.has('host')) return ok();
    const path = call.path(values.get('file') ?? `${account.home}/.ssh/id_ed25519`);
    if (flags.has('-l')) {
      const key = ssh2.utils.parseKey(
        (await readText(files, path)) || (await readText(files, `${path}.pub`)),
      );
      if (key instanceof Error) return failed(`ssh-keygen: ${path}: No such file or directory`, 255);
      const print = createHash('sha256').update(key.getPublicSSH()).digest('base64').replace(/=+$/, '');
      return ok(`256 SHA256:${print} ${key.comment} (${key.type.replace('ssh-', '').toUpperCase()})\n`);
    }
    const type = values.get('type') ?? 'ed25519';
    if (type !== 'ed25519' && type !== 'rsa') return failed(`ssh-keygen: unknown key type ${type}`, 255);
    const comment = values.get('comment') ?? `${account.name}@${call.process.computer.hostname}`;
    const made =
      type === 'rsa'
        ? ssh2.utils.generateKeyPairSync('rsa', { bits: Number(values.get('bits') ?? 2048), comment })
        : ssh2.utils.generateKeyPairSync('ed25519', { comment });
    await writeWhole(files, path, made.private, 0o600);
    await writeWhole(files, `${path}.pub`, `${made.public}\n`, 0o644);
    return ok(`Your identification has been saved in ${path}\n`);
  },
};
