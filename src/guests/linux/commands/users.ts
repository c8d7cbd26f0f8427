import { randomBytes } from 'node:crypto';
import { findAccount, hashPassword, table } from '../../accounts.ts';
import { makeDirectories, readWhole, writeWhole } from '../../files.ts';
import { type CommandCall, failed, type GuestCommand, ok } from './command.ts';
import { editTable, freeNumber, parseFlags } from './etc-table.ts';

const userOptions: Readonly<Record<string, string>> = {
  '-u': 'uid',
  '--uid': 'uid',
  '-g': 'gid',
  '--gid': 'gid',
  '-G': 'groups',
  '--groups': 'groups',
  '-d': 'home',
  '--home': 'home',
  '--home-dir': 'home',
  '-s': 'shell',
  '--shell': 'shell',
  '-c': 'comment',
  '--comment': 'comment',
  '-p': 'password',
  '--password': 'password',
  '-e': 'expires',
  '-k': 'skeleton',
  '-l': 'login',
  '--login': 'login',
  '-K': 'key',
  '--gecos': 'comment',
  '--ingroup': 'gid',
};

/** `useradd`, and `adduser` which always makes the home folder. */
function userAdder(name: string): GuestCommand {
  return {
    name,
    run: async (args, call) => {
      const { values, flags, names } = parseFlags(args, userOptions);
      const [user] = names;
      if (user === undefined) return failed(`Usage: ${name} [options] LOGIN`, 2);
      if (call.process.account.uid !== 0) return failed(`${name}: Permission denied.`);
      const passwd = await table(call.process.files, '/etc/passwd');
      if (passwd.some((row) => row[0] === user)) return failed(`${name}: user '${user}' already exists`, 9);
      const group = await primaryGroup(call, user, values.get('gid'));
      if (group === undefined) return failed(`${name}: group '${values.get('gid')}' does not exist`, 6);
      const system = flags.has('-r') || flags.has('--system');
      const uid = values.get('uid') ?? String(freeNumber(passwd, system ? 201 : 1000));
      const home = values.get('home') ?? `/home/${user}`;
      const shell = values.get('shell') ?? '/bin/bash';
      await editTable(call, '/etc/passwd', (rows) => [
        ...rows,
        [user, 'x', uid, group, values.get('comment') ?? '', home, shell],
      ]);
      await editTable(call, '/etc/shadow', (rows) => [
        ...rows,
        [user, values.get('password') ?? '!!', '19700', '0', '99999', '7', '', '', ''],
      ]);
      await joinGroups(call, user, values.get('groups'));
      const makesHome = !system && !flags.has('-M') && !flags.has('--no-create-home');
      if (makesHome || flags.has('-m') || flags.has('--create-home'))
        await makeHome(call, home, Number(uid), Number(group));
      return ok();
    },
  };
}

async function primaryGroup(
  call: CommandCall,
  user: string,
  wanted: string | undefined,
): Promise<string | undefined> {
  const rows = await table(call.process.files, '/etc/group');
  if (wanted !== undefined) return rows.find((row) => row[0] === wanted || row[2] === wanted)?.[2];
  const own = rows.find((row) => row[0] === user)?.[2];
  if (own !== undefined) return own;
  const gid = String(freeNumber(rows));
  await editTable(call, '/etc/group', (list) => [...list, [user, 'x', gid, '']]);
  return gid;
}

async function joinGroups(call: CommandCall, user: string, groups: string | undefined): Promise<void> {
  if (groups === undefined) return;
  const wanted = groups.split(',');
  await editTable(call, '/etc/group', (rows) =>
    rows.map((row) => {
      const members = (row[3] ?? '').split(',').filter((member) => member !== '' && member !== user);
      const joins = wanted.includes(row[0] ?? '') || wanted.includes(row[2] ?? '');
      const kept = (row[3] ?? '').split(',').includes(user) || joins;
      return [row[0] ?? '', row[1] ?? 'x', row[2] ?? '', [...members, ...(kept ? [user] : [])].join(',')];
    }),
  );
}

async function makeHome(call: CommandCall, home: string, uid: number, gid: number): Promise<void> {
  const { files } = call.process;
  await makeDirectories(files, home);
  for (const name of await files.list('/etc/skel').catch(() => [])) {
    await writeWhole(files, `${home}/${name}`, await readWhole(files, `/etc/skel/${name}`), 0o644);
    await files.chown(`${home}/${name}`, uid, gid);
  }
  await files.chmod(home, 0o700);
  await files.chown(home, uid, gid);
}

const userdel: GuestCommand = {
  name: 'userdel',
  run: async (args, call) => {
    const { flags, names } = parseFlags(args, {});
    const account = await findAccount(call.process.files, names[0] ?? '');
    if (account === undefined) return failed(`userdel: user '${names[0]}' does not exist`, 6);
    const keep = (rows: readonly (readonly string[])[]) => rows.filter((row) => row[0] !== account.name);
    await editTable(call, '/etc/passwd', keep);
    await editTable(call, '/etc/shadow', keep);
    await editTable(call, '/etc/group', (rows) =>
      rows
        .filter((row) => row[0] !== account.name || Number(row[2]) !== account.gid)
        .map((row) => [
          ...row.slice(0, 3),
          (row[3] ?? '')
            .split(',')
            .filter((member) => member !== account.name)
            .join(','),
        ]),
    );
    if (flags.has('-r'))
      await call.start({ text: 'rm -rf -- "$1"', name: 'sh', args: [account.home], options: [] });
    return ok();
  },
};

const usermod: GuestCommand = {
  name: 'usermod',
  run: async (args, call) => {
    const { values, flags, names } = parseFlags(args, userOptions);
    const user = names[0] ?? '';
    if ((await findAccount(call.process.files, user)) === undefined)
      return failed(`usermod: user '${user}' does not exist`, 6);
    const group = values.get('gid');
    const gid = group === undefined ? undefined : await primaryGroup(call, user, group);
    const set = (row: readonly string[]) =>
      [
        values.get('login') ?? row[0],
        row[1],
        values.get('uid') ?? row[2],
        gid ?? row[3],
        values.get('comment') ?? row[4],
        values.get('home') ?? row[5],
        values.get('shell') ?? row[6],
      ].map((field) => field ?? '');
    await editTable(call, '/etc/passwd', (rows) => rows.map((row) => (row[0] === user ? set(row) : row)));
    await joinGroups(call, user, values.get('groups'));
    if (flags.has('-L')) await setField(call, user, (field) => (field.startsWith('!') ? field : `!${field}`));
    if (flags.has('-U')) await setField(call, user, (field) => field.replace(/^!+/, ''));
    return ok();
  },
};

function setField(call: CommandCall, user: string, change: (field: string) => string): Promise<void> {
  return editTable(call, '/etc/shadow', (rows) =>
    rows.map((row) => (row[0] === user ? [user, change(row[1] ?? ''), ...row.slice(2)] : row)),
  );
}

const groupadd: GuestCommand = {
  name: 'groupadd',
  run: async (args, call) => {
    const { values, flags, names } = parseFlags(args, { '-g': 'gid', '--gid': 'gid' });
    const rows = await table(call.process.files, '/etc/group');
    if (rows.some((row) => row[0] === names[0])) {
      return flags.has('-f') ? ok() : failed(`groupadd: group '${names[0]}' already exists`, 9);
    }
    const gid = values.get('gid') ?? String(freeNumber(rows, flags.has('-r') ? 201 : 1000));
    await editTable(call, '/etc/group', (list) => [...list, [names[0] ?? '', 'x', gid, '']]);
    return ok();
  },
};

const groupdel: GuestCommand = {
  name: 'groupdel',
  run: async (args, call) => {
    const rows = await table(call.process.files, '/etc/group');
    if (!rows.some((row) => row[0] === args[0]))
      return failed(`groupdel: group '${args[0]}' does not exist`, 6);
    await editTable(call, '/etc/group', (list) => list.filter((row) => row[0] !== args[0]));
    return ok();
  },
};

async function setPassword(call: CommandCall, user: string, password: string): Promise<boolean> {
  if ((await findAccount(call.process.files, user)) === undefined) return false;
  await setField(call, user, () => hashPassword(password, randomBytes(9).toString('base64url')));
  return true;
}

/** Lines `user:password` on input. */
const chpasswd: GuestCommand = {
  name: 'chpasswd',
  run: async (args, call) => {
    for (const line of call.stdin
      .toString('utf8')
      .split('\n')
      .filter((text) => text !== '')) {
      const [user = '', password = ''] = line.split(/:(.*)/s);
      const done = args.includes('-e')
        ? await setField(call, user, () => password).then(() => true)
        : await setPassword(call, user, password);
      if (!done)
        return failed(
          `chpasswd: (user ${user}) pam_chauthtok() failed, error: Authentication token manipulation error`,
        );
    }
    return ok();
  },
};

const passwd: GuestCommand = {
  name: 'passwd',
  run: async (args, call) => {
    const { flags, names } = parseFlags(args, {});
    const user = names[0] ?? call.process.account.name;
    if ((await findAccount(call.process.files, user)) === undefined)
      return failed(`passwd: Unknown user name '${user}'.`);
    if (flags.has('-l'))
      await setField(call, user, (field) => (field.startsWith('!') ? field : `!!${field}`));
    else if (flags.has('-u')) await setField(call, user, (field) => field.replace(/^!+/, ''));
    else if (flags.has('-d')) await setField(call, user, () => '');
    else await setPassword(call, user, call.stdin.toString('utf8').split('\n')[0] ?? '');
    return ok(`passwd: password updated successfully\n`);
  },
};

export const userCommands = [
  userAdder('useradd'),
  userAdder('adduser'),
  userdel,
  usermod,
  groupadd,
  groupdel,
  chpasswd,
  passwd,
];
