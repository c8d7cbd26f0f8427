import { execFile } from 'node:child_process';
import * as fs from 'node:fs/promises';
import { platform } from 'node:process';
import { promisify } from 'node:util';
import { quoted } from '../../wire/quoted.ts';
import { noSandbox } from '../words.ts';
import { writable } from './private-folder.ts';

const run = promisify(execFile);

/** What to run inside, and as whom it looks. */
interface Enclosed {
  readonly folder: string;
  /** A folder of the host that is shown as well, at the same place, read-only. */
  readonly shown?: string | undefined;
  readonly hostname: string;
  readonly uid: number;
  readonly gid: number;
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

/** Makes the command line that runs something inside a guest: no network, own processes, the host's programs read-only. */
export type Enclosure = (what: Enclosed) => readonly string[];

/** bubblewrap where it works, else unshare; a clear error when neither of those to try does. */
export async function findEnclosure(tools: readonly string[] = ['bwrap', 'unshare']): Promise<Enclosure> {
  if (platform !== 'linux') throw noSandbox(platform, []);
  const shared = await hostFolders();
  const tried: string[] = [];
  const probes: readonly (readonly [string, readonly string[], Enclosure])[] = [
    [
      'bwrap',
      ['--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', 'true'],
      (what) => bubblewrap(what, shared),
    ],
    ['unshare', ['-Urmpfnui', '--mount-proc', ...powerless, 'true'], (what) => unshare(what, shared)],
  ];
  for (const [tool, args, enclosure] of probes.filter(([name]) => tools.includes(name))) {
    try {
      await run(tool, [...args], { timeout: 10_000 });
      return enclosure;
    } catch (error) {
      tried.push(
        `${tool}: ${error instanceof Error ? error.message.split('\n')[1] || error.message : String(error)}`,
      );
    }
  }
  throw noSandbox(platform, tried);
}

/** Runs what follows without any capability, and without a way to get one back: a guest cannot change its mounts. */
const powerless = [
  'setpriv',
  '--bounding-set=-all',
  '--inh-caps=-all',
  '--ambient-caps=-all',
  '--no-new-privs',
  '--',
] as const;

/** Entries of /proc by which root, even without capabilities, would change the host. */
const kernelControls = ['sys', 'sysrq-trigger', 'irq', 'bus'] as const;

interface HostFolder {
  readonly path: string;
  /** Set where the host has a link to /usr. */
  readonly target: string | undefined;
}

async function hostFolders(): Promise<readonly HostFolder[]> {
  const found: HostFolder[] = [];
  for (const path of ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']) {
    const stats = await fs.lstat(path).catch(() => undefined);
    if (stats === undefined) continue;
    found.push({ path, target: stats.isSymbolicLink() ? await fs.readlink(path) : undefined });
  }
  return found;
}

function bubblewrap(what: Enclosed, shared: readonly HostFolder[]): readonly string[] {
  const mounts = shared.flatMap(({ path, target }) =>
    target === undefined ? ['--ro-bind', path, path] : ['--symlink', target, path],
  );
  const own = writable.flatMap((path) => ['--bind', `${what.folder}${path}`, path]);
  const also = what.shown === undefined ? [] : ['--ro-bind', what.shown, what.shown];
  const variables = Object.entries(what.environment).flatMap(([name, value]) => ['--setenv', name, value]);
  return [
    'bwrap',
    '--unshare-all',
    '--unshare-user',
    // Started by root it would keep them all, and a guest could mount the host's /usr again, to be written.
    '--cap-drop',
    'ALL',
    '--die-with-parent',
    '--new-session',
    '--clearenv',
    '--hostname',
    what.hostname,
    '--uid',
    String(what.uid),
    '--gid',
    String(what.gid),
    '--ro-bind',
    '/usr',
    '/usr',
    ...mounts,
    '--proc',
    '/proc',
    '--dev',
    '/dev',
    ...kernelControls.flatMap((name) => ['--ro-bind-try', `/proc/${name}`, `/proc/${name}`]),
    ...own,
    ...also,
    ...variables,
    '--chdir',
    what.directory,
    '--',
    ...what.words,
  ];
}

/**
 * The same with util-linux alone. Everybody looks like root inside. The host's files are unmounted before anything of the
 * guest runs: whoever leaves a chroot is where he was.
 */
function unshare(what: Enclosed, shared: readonly HostFolder[]): readonly string[] {
  const top = `${what.folder}/.top`;
  const bind = (from: string, to: string) =>
    `mkdir -p ${quoted(top + to)} && mount --rbind ${quoted(from)} ${quoted(top + to)}`;
  const readOnly = (path: string) => `${bind(path, path)} && mount -o remount,bind,ro ${quoted(top + path)}`;
  const steps = [
    'set -e',
    `mkdir -p ${quoted(top)}`,
    `mount -t tmpfs guest ${quoted(top)}`,
    readOnly('/usr'),
    ...shared.map(({ path, target }) =>
      target === undefined ? readOnly(path) : `ln -s ${quoted(target)} ${quoted(top + path)}`,
    ),
    ...writable.map((path) => bind(what.folder + path, path)),
    ...(what.shown === undefined ? [] : [readOnly(what.shown)]),
    `mkdir -p ${quoted(`${top}/proc`)} && mount -t proc proc ${quoted(`${top}/proc`)}`,
    ...kernelControls.map((name) => {
      const path = quoted(`${top}/proc/${name}`);
      return `[ ! -e ${path} ] || { mount --bind ${path} ${path} && mount -o remount,bind,ro ${path}; }`;
    }),
    `mkdir -p ${quoted(`${top}/dev`)}`,
    ...['null', 'zero', 'random', 'urandom', 'tty', 'full'].map(
      (name) =>
        `touch ${quoted(`${top}/dev/${name}`)} && mount --bind /dev/${name} ${quoted(`${top}/dev/${name}`)}`,
    ),
    `ln -s /proc/self/fd ${quoted(`${top}/dev/fd`)}; ln -s fd/0 ${quoted(`${top}/dev/stdin`)}; ln -s fd/1 ${quoted(`${top}/dev/stdout`)}; ln -s fd/2 ${quoted(`${top}/dev/stderr`)}`,
    `hostname ${quoted(what.hostname)} || true`,
    `mkdir ${quoted(`${top}/.host`)} && cd ${quoted(top)} && pivot_root . .host && cd / && umount -l /.host && rmdir /.host`,
    `exec ${powerless.join(' ')} /usr/bin/env -i -C ${quoted(what.directory)} ${Object.entries(
      what.environment,
    )
      .map(([name, value]) => quoted(`${name}=${value}`))
      .join(' ')} "$@"`,
  ];
  return [
    'unshare',
    '-Urmpfnui',
    '--kill-child',
    '--',
    '/bin/sh',
    '-c',
    steps.join('\n'),
    'sh',
    ...what.words,
  ];
}
