import { readText, writeWhole } from '../../files.ts';
import { failed, type GuestCommand, ok } from './command.ts';

function fixed(name: string, text: string): GuestCommand {
  return { name, run: () => ok(text) };
}

const release: GuestCommand = {
  name: 'lsb_release',
  run: async (args, call) => {
    const lines = (await readText(call.process.files, '/etc/os-release')).split('\n');
    const value = (key: string) =>
      lines
        .find((line) => line.startsWith(`${key}=`))
        ?.slice(key.length + 1)
        .replaceAll('"', '') ?? 'n/a';
    const rows: readonly (readonly [string, string, string])[] = [
      ['i', 'Distributor ID', value('ID')],
      ['d', 'Description', value('PRETTY_NAME')],
      ['r', 'Release', value('VERSION_ID')],
      ['c', 'Codename', value('VERSION_CODENAME')],
    ];
    const letters = args.join('').replaceAll('-', '');
    const chosen = rows.filter(([letter]) => letters.includes('a') || letters.includes(letter));
    return ok(
      chosen
        .map(([, title, text]) => (letters.includes('s') ? `${text}\n` : `${title}:\t${text}\n`))
        .join(''),
    );
  },
};

const uptime: GuestCommand = {
  name: 'uptime',
  run: (args, call) => {
    const minutes = Math.floor((Date.now() - call.process.computer.booted) / 60_000);
    return ok(
      args.includes('-p')
        ? `up ${minutes} minutes\n`
        : ` up ${minutes} min,  1 user,  load average: 0.00, 0.00, 0.00\n`,
    );
  },
};

const crontab: GuestCommand = {
  name: 'crontab',
  run: async (args, call) => {
    const { files, account } = call.process;
    const path = `/var/spool/cron/${account.name}`;
    if (args.includes('-l')) {
      const text = await readText(files, path);
      return text === '' ? failed(`no crontab for ${account.name}`) : ok(text);
    }
    if (args.includes('-r')) await files.remove(path).catch(() => undefined);
    const source = args.find((argument) => argument === '-' || !argument.startsWith('-'));
    if (source !== undefined) {
      const text = source === '-' ? call.stdin : Buffer.from(files.whole(call.path(source)));
      await writeWhole(call.process.computer.rootFiles, path, text, 0o600);
    }
    return ok();
  },
};

const processes: GuestCommand = {
  name: 'ps',
  run: (_args, call) => {
    const jobs = [...call.process.computer.jobs.keys()].map(
      (job) => `${String(job).padStart(7)} ?        00:00:00 sh\n`,
    );
    return ok(
      `    PID TTY          TIME CMD\n      1 ?        00:00:00 systemd\n${jobs.join('')}${String(call.process.id).padStart(7)} ?        00:00:00 bash\n`,
    );
  },
};

const mounted =
  '/dev/vda1 on / type ext4 (rw,relatime)\nproc on /proc type proc (rw)\nsysfs on /sys type sysfs (rw)\ntmpfs on /run type tmpfs (rw)\n';

const mount: GuestCommand = {
  name: 'mount',
  run: (args) =>
    args.length === 0
      ? ok(mounted)
      : args.some((argument) => /remount|bind|-a/.test(argument))
        ? ok()
        : failed('mount: this guest has one disk only, mounted on /', 32),
};

const cloudInit: GuestCommand = {
  name: 'cloud-init',
  run: (args) => (args[0] === 'status' ? ok(`${args.includes('--wait') ? '\n' : ''}status: done\n`) : ok()),
};

export const reportCommands = [
  release,
  uptime,
  crontab,
  processes,
  mount,
  cloudInit,
  fixed(
    'free',
    '              total        used        free      shared  buff/cache   available\nMem:        4046440      200340     3525640         512      320460     3640000\nSwap:             0           0           0\n',
  ),
  fixed('nproc', '2\n'),
  fixed('arch', 'x86_64\n'),
  fixed(
    'df',
    'Filesystem     1K-blocks    Used Available Use% Mounted on\n/dev/vda1       41152736 2035344  37000000   6% /\n',
  ),
  fixed(
    'lsblk',
    'NAME   MAJ:MIN RM SIZE RO TYPE MOUNTPOINT\nvda    253:0    0  40G  0 disk\n└─vda1 253:1    0  40G  0 part /\n',
  ),
  fixed('journalctl', '-- No entries --\n'),
  fixed('dmesg', ''),
  fixed('history', ''),
  fixed('getenforce', 'Disabled\n'),
  fixed('runlevel', 'N 3\n'),
  fixed('who', ''),
  fixed('last', ''),
];
