import { posix } from 'node:path';
import { makeDirectories, readText, writeWhole } from '../../files.ts';
import { contentsOf } from '../../package-contents.ts';
import { type CommandCall, type CommandResult, failed, type GuestCommand, ok, words } from './command.ts';

const listPath = '/var/lib/guest-packages/installed';

/** Packages that a script "installed": there is no network, so only their names are kept, one a line. */
async function installed(call: CommandCall): Promise<readonly string[]> {
  return (await readText(call.process.files, listPath)).split('\n').filter((name) => name !== '');
}

async function keep(call: CommandCall, names: readonly string[]): Promise<void> {
  await makeDirectories(call.process.files, '/var/lib/guest-packages');
  await writeWhole(
    call.process.files,
    listPath,
    [...new Set(names)]
      .sort()
      .map((name) => `${name}\n`)
      .join(''),
  );
}

const agreeing = new Set(['-y', '--yes', '--assumeyes', '--assume-yes', '-qq', '-yq', '-qy', '-yqq', '-qqy']);
const installing = new Set(['install', 'reinstall', 'localinstall', 'groupinstall']);
const removing = new Set(['remove', 'erase', 'purge', 'autoremove', 'autopurge']);
const refreshing = new Set(
  words(`
  update upgrade dist-upgrade full-upgrade check-update makecache clean autoclean
`),
);
const valued = new Set(['-o', '-c', '-t', '--enablerepo', '--disablerepo', '--setopt', '-x', '--exclude']);

function manager(name: string): GuestCommand {
  return {
    name,
    run: async (args, call) => {
      const words = args.filter(
        (argument, index) => !argument.startsWith('-') && !valued.has(args[index - 1] ?? ''),
      );
      const [verb = '', ...names] = words;
      const agreed =
        args.some((argument) => agreeing.has(argument)) || /^[yY]/.test(call.stdin.toString('utf8'));
      if (verb === 'list' || verb === 'search') return list(call, names);
      if (!installing.has(verb) && !removing.has(verb) && !refreshing.has(verb)) return other(name, verb);
      if (call.process.account.uid !== 0)
        return failed(
          `${name}: this command has to be run with superuser privileges (under the root user)`,
          100,
        );
      if (refreshing.has(verb))
        return ok(`${name}: nothing to fetch, this guest has no network; package lists stay as they are.\n`);
      if (names.length === 0) return failed(`${name}: ${verb}: no package named`);
      return change(call, { name, verb, names, agreed });
    },
  };
}

interface Change {
  readonly name: string;
  readonly verb: string;
  readonly names: readonly string[];
  readonly agreed: boolean;
}

async function change(call: CommandCall, { name, verb, names, agreed }: Change): Promise<CommandResult> {
  const before = await installed(call);
  const adds = installing.has(verb);
  const plan = `${name}: would ${adds ? 'install' : 'remove'} (this guest has no network, only the names are kept): ${names.join(' ')}\n`;
  if (!agreed) return { stdout: `${plan}Do you want to continue? [Y/n] Abort.\n`, code: 1 };
  await keep(call, adds ? [...before, ...names] : before.filter((known) => !names.includes(known)));
  if (adds) for (const each of names) await unpack(call, each);
  return ok(plan);
}

/** What scripts look for after an installation; a program does nothing but note that it was called. */
async function unpack({ process }: CommandCall, name: string): Promise<void> {
  const { files } = process;
  const there = (path: string) =>
    files.stat(path).then(
      () => true,
      () => false,
    );
  const { folders, files: texts, commands } = contentsOf(name);
  for (const folder of folders) await makeDirectories(files, folder);
  for (const [path, text] of Object.entries(texts)) {
    if (await there(path)) continue;
    await makeDirectories(files, posix.dirname(path));
    await writeWhole(files, path, text, 0o644);
  }
  for (const command of commands) {
    const path = `/usr/bin/${command}`;
    if (!(await there(path)))
      await writeWhole(files, path, `#!/bin/sh\n/usr/bin/__noted ${command}\n`, 0o755);
  }
}

async function list(call: CommandCall, names: readonly string[]): Promise<CommandResult> {
  const known = (await installed(call)).filter(
    (name) => names.length === 0 || names.includes(name) || names.includes('installed'),
  );
  return ok(known.map((name) => `${name}\n`).join(''));
}

/** Settings of the package system that make no difference here; a misspelt verb is an error. */
function other(name: string, verb: string): CommandResult {
  const accepted = words('config-manager repolist module info show history versionlock build-dep download');
  return verb === '' || accepted.includes(verb)
    ? ok(`${name}: ${verb}: nothing to do in this guest.\n`)
    : failed(`${name}: Invalid operation ${verb}`, 100);
}

/** Keeps the same list as the managers: `-i FILE` adds, `-q`/`-l`/`-s` ask. */
function lowLevel(name: 'rpm' | 'dpkg'): GuestCommand {
  return {
    name,
    run: async (args, call) => {
      const flags = args.filter((argument) => argument.startsWith('-')).join(' ');
      const names = args.filter((argument) => !argument.startsWith('-'));
      const known = await installed(call);
      if (flags.includes('--import') || flags.includes('--configure')) return ok();
      if (flags.includes('--print-architecture')) return ok('amd64\n');
      if (/-q|-l|-s|--query|--list|--status/.test(flags) || (name === 'rpm' && flags.includes('-E'))) {
        if (flags.includes('a') && names.length === 0) return ok(known.map((item) => `${item}\n`).join(''));
        const missing = names.filter((item) => !known.includes(item));
        const found = names.filter((item) => known.includes(item));
        return {
          stdout: [...found, ...missing.map((item) => `package ${item} is not installed`)]
            .map((line) => `${line}\n`)
            .join(''),
          code: missing.length > 0 ? 1 : 0,
        };
      }
      const files = names.map((file) => (file.split('/').pop() ?? file).replace(/\.(?:rpm|deb)$/, ''));
      if (/-e|-r|-P|--purge|--remove|--erase/.test(flags))
        await keep(
          call,
          known.filter((item) => !files.includes(item)),
        );
      else await keep(call, [...known, ...files]);
      return ok(`${name}: only the names are kept in this guest: ${files.join(' ')}\n`);
    },
  };
}

const quiet: GuestCommand = { name: 'apt-key', run: () => ok('OK\n') };
const mark: GuestCommand = {
  name: 'apt-mark',
  run: (args) =>
    ok(
      args
        .slice(1)
        .map((name) => `${name} set on ${args[0]}.\n`)
        .join(''),
    ),
};
const configManager: GuestCommand = { name: 'yum-config-manager', run: () => ok() };

export const packageCommands = [
  ...['apt-get', 'apt', 'yum', 'dnf', 'zypper', 'apk'].map(manager),
  lowLevel('rpm'),
  lowLevel('dpkg'),
  quiet,
  mark,
  configManager,
];
