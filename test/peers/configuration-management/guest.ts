import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** A folder that stands for the guest's whole disk, and what happened in it. */
export interface StandInGuest {
  /** For sshd's configuration: every command goes through a script. */
  readonly sshdConfig: string;
  /** Commands since the last call, files that are there, and what the tools were told; then everything is removed. */
  take(): GuestRecord;
}

export interface GuestRecord {
  readonly commands: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** What each tool was called with, and where. */
  readonly calls: readonly string[];
}

/** Folders of the guest that tools write to; they lead into the stand-in's folder, not to this machine's own. */
const PLACES = ['/tmp/packer-', '/tmp/salt', '/tmp/install_salt', '/srv/', '/etc/salt', '/modules'];

/** How a folder is moved is the communicator's matter; what arrives is compared file by file. */
const FOLDER = /^scp -rvt |\btar\b/;

/** Programs that would change this machine, or that it has not. `sudo` runs what it is given. */
const TOOLS = [
  'ansible-playbook',
  'ansible-galaxy',
  'chef-solo',
  'chef-client',
  'knife',
  'puppet',
  'salt-call',
  'converge',
  'curl',
  'wget',
  'powershell',
];

/** As much of PowerShell as makes and moves folders. */
const POWERSHELL = `set -- $(printf '%s' "$*" | tr -d '"' | sed 's/.*-Command //')
case $1 in
  New-Item) for last; do :; done; mkdir -p "$last" ;;
  mv) mv "$2" "$3" ;;
  rm) rm -rf "$2" ;;
esac`;

export function standInGuest(folder: string): StandInGuest {
  const [root, bin, log, calls] = ['root', 'bin', 'commands', 'calls'].map((name) => join(folder, name));
  if (!root || !bin || !log || !calls) throw new Error('four places');
  const made = () => {
    for (const name of ['home/C:/Windows/Temp', 'tmp', 'srv', 'etc'])
      mkdirSync(join(root, name), { recursive: true });
  };
  mkdirSync(bin, { recursive: true });
  made();
  const script = (path: string, text: string) => writeFileSync(path, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  for (const tool of TOOLS)
    script(
      join(bin, tool),
      `{ printf '%s' ${tool}; for a; do printf ' [%s]' "$a"; done; env | grep '^FACTER_\\|^ANSIBLE_' | sort | tr '\\n' ' '; echo; } >>'${calls}'\necho '# ran' ${tool}\nexit $(cat '${folder}/exit-${tool}' 2>/dev/null || echo 0)`,
    );
  script(join(bin, 'powershell.exe'), POWERSHELL);
  script(join(bin, 'SET'), 'exit 0');
  script(join(bin, 'sudo'), 'while [ "$1" = -E ]; do shift; done\nexec "$@"');
  const moves = PLACES.map((place) => `s#${place}#${root}${place}#g`).join(';');
  const wrapper = join(folder, 'record.sh');
  script(
    wrapper,
    [
      `printf '%s\\0' "$SSH_ORIGINAL_COMMAND" >>'${log}'`,
      `export PATH='${bin}':$PATH HOME='${root}/home'; cd '${root}/home'`,
      `exec /bin/sh -c "$(printf '%s' "$SSH_ORIGINAL_COMMAND" | sed '${moves}')"`,
    ].join('\n'),
  );
  chmodSync(wrapper, 0o755);
  const entries = (path: string, end: string) => {
    const text = existsSync(path) ? readFileSync(path, 'utf8').replaceAll(root, '') : '';
    return text
      .split(end)
      .map((entry) => neutral(entry.trim()))
      .filter(Boolean);
  };
  return {
    sshdConfig: `ForceCommand ${wrapper}`,
    take() {
      const commands = entries(log, '\0').filter((command) => !FOLDER.test(command));
      const record = { commands, calls: entries(calls, '\n'), files: filesOf(root) };
      for (const path of [log, calls, root]) rmSync(path, { recursive: true, force: true });
      made();
      return record;
    },
  };
}

function filesOf(root: string): Record<string, string> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [neutral(`/${relative(root, path)}`), textOf(path)] as const;
      })
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

/** Ruby does not mind blanks, and Packer's templates are full of them. */
function textOf(path: string): string {
  const text = neutral(readFileSync(path, 'utf8'));
  // The wrapper for full rights is another one, with the same task; its own test looks into it.
  if (path.includes('packer-elevated-shell')) return 'wrapper';
  if (!path.endsWith('.rb')) return text;
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
    .sort()
    .join('\n');
}

/** A text without what is different in each run. */
export function neutral(text: string): string {
  return (
    text
      .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UUID')
      // In the temporary folder of either tool. The pattern begins with `/`: the other way it takes minutes for a long file without any.
      .replace(
        /\/[^\s"'=[\]]*\/(packer-provisioner-(?:ansible-local|ansible|inspec\.)|ansible-key)\d+/g,
        '/tmp/$1N',
      )
      .replace(/SET "FACTER_[^"]*"( & SET "FACTER_[^"]*")*/g, (facts) =>
        facts.split(' & ').sort().join(' & '),
      )
      .replace(/(FACTER_\S+ )+/g, (facts) => `${facts.trim().split(' ').sort().join(' ')} `)
  );
}
