import { table } from '../../accounts.ts';
import { describeFileError } from '../../files.ts';
import { type CommandCall, failed, type GuestCommand, ok } from './command.ts';

/** Number of a user or group given by name or number. */
async function numberOf(call: CommandCall, path: string, name: string): Promise<number | undefined> {
  if (/^\d+$/.test(name)) return Number(name);
  const row = (await table(call.process.computer.rootFiles, path)).find((fields) => fields[0] === name);
  return row === undefined ? undefined : Number(row[2]);
}

function changer(name: 'chown' | 'chgrp'): GuestCommand {
  return {
    name,
    run: async (args, call) => {
      const reference = args.find((argument) => argument.startsWith('--reference='))?.slice(12);
      const words = args.filter((argument) => !/^-[a-zA-Z-]/.test(argument));
      const [wanted = '', ...paths] = reference === undefined ? words : ['', ...words];
      if (paths.length === 0) return failed(`${name}: missing operand`);
      const [userName = '', groupName = ''] = name === 'chgrp' ? ['', wanted] : wanted.split(/[:.](.*)/s);
      const like = reference === undefined ? undefined : await call.process.files.stat(call.path(reference));
      const uid = userName === '' ? like?.uid : await numberOf(call, '/etc/passwd', userName);
      const gid = groupName === '' ? like?.gid : await numberOf(call, '/etc/group', groupName);
      if (userName !== '' && uid === undefined) return failed(`${name}: invalid user: '${wanted}'`);
      if (groupName !== '' && gid === undefined) return failed(`${name}: invalid group: '${groupName}'`);
      const recursive = args.some((argument) => /^-[a-zA-Z]*R/.test(argument) || argument === '--recursive');
      try {
        for (const path of paths) await change(call, call.path(path), { uid, gid, recursive });
      } catch (error) {
        return failed(`${name}: cannot access '${paths.join("', '")}': ${describeFileError(error)}`);
      }
      return ok();
    },
  };
}

interface Change {
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly recursive: boolean;
}

async function change(call: CommandCall, path: string, to: Change): Promise<void> {
  const { files } = call.process;
  const status = await files.lstat(path);
  if (status.type === 'link' && to.recursive) return;
  await files.chown(path, to.uid ?? status.uid, to.gid ?? status.gid);
  if (!to.recursive || status.type !== 'directory') return;
  for (const name of await files.list(path)) await change(call, `${path}/${name}`, to);
}

export const ownershipCommands = [changer('chown'), changer('chgrp')];
