import { type Account, findAccount, table } from '../../accounts.ts';
import { writeWhole } from '../../files.ts';
import { type CommandCall, failed, type GuestCommand, ok } from './command.ts';

export const kernelRelease = '5.10.134-16.al8.x86_64';

const uname: GuestCommand = {
  name: 'uname',
  run: (args, call) => {
    const parts: readonly (readonly [string, string])[] = [
      ['s', 'Linux'],
      ['n', call.process.computer.hostname],
      ['r', kernelRelease],
      ['v', '#1 SMP'],
      ['m', 'x86_64'],
      ['p', 'x86_64'],
      ['i', 'x86_64'],
      ['o', 'GNU/Linux'],
    ];
    const letters = args.length === 0 ? 's' : args.join('').replaceAll('--all', 'a').replaceAll('-', '');
    const chosen = parts.filter(([letter]) => letters.includes('a') || letters.includes(letter));
    return ok(`${chosen.map(([, text]) => text).join(' ')}\n`);
  },
};

const id: GuestCommand = {
  name: 'id',
  run: async (args, call) => {
    const name = args.find((argument) => !argument.startsWith('-'));
    const account = name === undefined ? call.process.account : await find(call, name);
    if (account === undefined) return failed(`id: '${name}': no such user`);
    const flags = args.filter((argument) => argument.startsWith('-')).join('');
    const groups = await groupNames(call);
    const named = (gid: number) => groups.get(gid) ?? String(gid);
    const asName = flags.includes('n');
    if (flags.includes('u')) return ok(`${asName ? account.name : account.uid}\n`);
    if (flags.includes('G'))
      return ok(`${account.groups.map((gid) => (asName ? named(gid) : gid)).join(' ')}\n`);
    if (flags.includes('g')) return ok(`${asName ? named(account.gid) : account.gid}\n`);
    const listed = account.groups.map((gid) => `${gid}(${named(gid)})`).join(',');
    return ok(
      `uid=${account.uid}(${account.name}) gid=${account.gid}(${named(account.gid)}) groups=${listed}\n`,
    );
  },
};

const groups: GuestCommand = {
  name: 'groups',
  run: async (args, call) => {
    const account = args[0] === undefined ? call.process.account : await find(call, args[0]);
    if (account === undefined) return failed(`groups: '${args[0]}': no such user`);
    const names = await groupNames(call);
    const listed = account.groups.map((gid) => names.get(gid) ?? String(gid)).join(' ');
    return ok(`${args[0] === undefined ? '' : `${args[0]} : `}${listed}\n`);
  },
};

const whoami: GuestCommand = { name: 'whoami', run: (_args, call) => ok(`${call.process.account.name}\n`) };

const hostname: GuestCommand = {
  name: 'hostname',
  run: async (args, call) => {
    if (args.includes('-I') || args.includes('-i'))
      return ok(`${call.process.computer.addresses().join(' ')} \n`);
    const name = args.find((argument) => !argument.startsWith('-'));
    if (name === undefined) return ok(`${call.process.computer.hostname}\n`);
    return setHostname(call, name);
  },
};

const hostnamectl: GuestCommand = {
  name: 'hostnamectl',
  run: async (args, call) => {
    if (args[0] === 'set-hostname' || args[0] === 'hostname') return setHostname(call, args[1] ?? '');
    return ok(
      `   Static hostname: ${call.process.computer.hostname}\n            Kernel: Linux ${kernelRelease}\n`,
    );
  },
};

async function setHostname(call: CommandCall, name: string) {
  if (call.process.account.uid !== 0) return failed('hostname: you must be root to change the host name');
  await writeWhole(call.process.files, '/etc/hostname', `${name}\n`);
  return ok();
}

async function find(call: CommandCall, name: string): Promise<Account | undefined> {
  return findAccount(call.process.computer.rootFiles, name);
}

async function groupNames(call: CommandCall): Promise<ReadonlyMap<number, string>> {
  const rows = await table(call.process.computer.rootFiles, '/etc/group');
  return new Map(rows.map((row) => [Number(row[2]), row[0] ?? '']));
}

const getent: GuestCommand = {
  name: 'getent',
  run: async (args, call) => {
    const [database = '', ...keys] = args;
    const rows = await table(call.process.files, `/etc/${database === 'ahosts' ? 'hosts' : database}`);
    const chosen = rows.filter(
      (row) => keys.length === 0 || keys.some((key) => row[0] === key || row[2] === key),
    );
    return chosen.length === 0 ? { code: 2 } : ok(chosen.map((row) => `${row.join(':')}\n`).join(''));
  },
};

export const identityCommands = [uname, id, groups, whoami, hostname, hostnamectl, getent];
