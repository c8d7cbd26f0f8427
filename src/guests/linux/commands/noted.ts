import { type CommandCall, type CommandResult, type GuestCommand, ok, words } from './command.ts';

/** What is said once more when a session ends: these commands were taken down, and nothing else happened. */
export function note(call: CommandCall, name: string): CommandResult {
  call.process.computer.noted.add(name);
  return ok();
}

/** What a program answers to `--version`: scripts read it. */
const versions: Readonly<Record<string, string>> = {
  git: 'git version 2.43.0',
  perl: 'This is perl 5, version 26, subversion 3 (v5.26.3) built for x86_64-linux-thread-multi',
  python: 'Python 3.6.8',
  python3: 'Python 3.6.8',
  pip3: 'pip 9.0.3 from /usr/lib/python3.6/site-packages (python 3.6)',
  unzip: 'UnZip 6.00 of 20 April 2009, by Info-ZIP.',
  zip: 'Zip 3.0 (July 5th 2008), by Info-ZIP.',
  rsync: 'rsync  version 3.1.3  protocol version 31',
  make: 'GNU Make 4.2.1',
  gcc: 'gcc (GCC) 10.2.1',
};

/** Programs that this guest cannot run: they are taken down and succeed, so that the script goes on. */
const names = `
  git perl python python3 pip pip3 unzip zip rsync make gcc g++ nc ncat telnet mkfs mkfs.ext4 mkfs.xfs tune2fs e2label
  parted fdisk sgdisk pvcreate vgcreate lvcreate lvextend semanage auditctl augenrules tuned-adm chronyc ntpq ethtool
  add-apt-repository visudo aa-status ifup ifdown nmcli networkctl netplan route brctl tc ipset nft docker-compose gpg
  rpmkeys apt-cache needs-restarting package-cleanup subscription-manager vim vi nano
`;

function noted(name: string): GuestCommand {
  return {
    name,
    run: (args, call) => {
      const version = versions[name];
      if (version !== undefined && /^(--version|-v|-V)$/.test(args[0] ?? '')) return ok(`${version}\n`);
      return note(call, name);
    },
  };
}

/** What an installed package would have brought. */
const program: GuestCommand = {
  name: '__noted',
  run: (args, call) => note(call, args[0] ?? ''),
};

export const notedCommands: readonly GuestCommand[] = [...words(names).map(noted), program];
