import { posix } from 'node:path';
import { makeDirectories, readText, writeWhole } from '../../files.ts';
import { type CommandCall, type CommandResult, failed, type GuestCommand, ok, words } from './command.ts';
import { powerOff } from './power.ts';

const wants = '/etc/systemd/system/multi-user.target.wants';
/** Holds a file for each unit that was started. */
export const running = '/run/systemd/units';

function unitName(name: string): string {
  return /\.(?:service|socket|timer|target|mount|path)$/.test(name) ? name : `${name}.service`;
}

async function has(call: CommandCall, path: string): Promise<boolean> {
  return call.process.files.lstat(path).then(
    () => true,
    () => false,
  );
}

async function put(call: CommandCall, path: string, present: boolean): Promise<void> {
  const { files } = call.process;
  if (!present) return files.remove(path).catch(() => undefined);
  await makeDirectories(files, posix.dirname(path));
  await writeWhole(files, path, '');
}

async function enable(call: CommandCall, unit: string, on: boolean): Promise<string> {
  const path = `${wants}/${unit}`;
  if ((await has(call, path)) === on) return '';
  if (!on) {
    await call.process.files.remove(path);
    return `Removed ${path}.\n`;
  }
  await makeDirectories(call.process.files, wants);
  await call.process.files.link(`/usr/lib/systemd/system/${unit}`, path);
  return `Created symlink ${path} → /usr/lib/systemd/system/${unit}.\n`;
}

async function one(call: CommandCall, verb: string, unit: string, now: boolean): Promise<CommandResult> {
  const active = `${running}/${unit}`;
  const masked = `/etc/systemd/system/${unit}`;
  const isMasked = (await call.process.files.readLink(masked).catch(() => '')) === '/dev/null';
  switch (verb) {
    case 'start':
    case 'restart':
    case 'try-restart':
    case 'reload-or-restart':
      if (isMasked) return failed(`Failed to ${verb} ${unit}: Unit ${unit} is masked.`);
      await put(call, active, true);
      return ok();
    case 'stop':
    case 'kill':
      await put(call, active, false);
      return ok();
    case 'enable':
    case 'disable':
    case 'reenable': {
      if (now) await put(call, active, verb !== 'disable');
      return { stderr: await enable(call, unit, verb !== 'disable') };
    }
    case 'mask':
      if (!isMasked) await call.process.files.link('/dev/null', masked);
      return ok();
    case 'unmask':
      if (isMasked) await call.process.files.remove(masked);
      return ok();
    case 'is-enabled': {
      const state = isMasked ? 'masked' : (await has(call, `${wants}/${unit}`)) ? 'enabled' : 'disabled';
      return { stdout: `${state}\n`, code: state === 'enabled' ? 0 : 1 };
    }
    case 'is-active': {
      const state = (await has(call, active)) ? 'active' : 'inactive';
      return { stdout: `${state}\n`, code: state === 'active' ? 0 : 3 };
    }
    case 'cat':
      return fileOf(call, unit);
    case 'show':
      return ok(`Id=${unit}\nActiveState=${(await has(call, active)) ? 'active' : 'inactive'}\n`);
    case 'is-failed':
      return { stdout: 'inactive\n', code: 1 };
    case 'status': {
      const state = await has(call, active);
      return {
        stdout: `● ${unit}\n   Active: ${state ? 'active (running)' : 'inactive (dead)'}\n`,
        code: state ? 0 : 3,
      };
    }
    default:
      return ok();
  }
}

const units = new Set(
  words(`
  start stop restart try-restart reload reload-or-restart enable disable reenable mask unmask
  is-enabled is-active is-failed status kill show cat edit preset set-property reset-failed
`),
);
const plain = new Set(
  words(`
  daemon-reload daemon-reexec set-default get-default list-units list-unit-files isolate
  is-system-running
`),
);

/** Keeps which units are enabled (links under /etc/systemd) and started (files under /run); runs none of them. */
const systemctl: GuestCommand = {
  name: 'systemctl',
  run: async (args, call) => {
    const [verb = 'list-units', ...names] = args.filter((argument) => !argument.startsWith('-'));
    if (['poweroff', 'reboot', 'halt'].includes(verb))
      return powerOff(call, verb === 'reboot' ? 'reboot' : 'off');
    if (args.includes('--version')) return ok('systemd 239 (239-78.0.3.al8)\n+PAM +AUDIT +SELINUX +IMA\n');
    if (verb === 'list-units' || verb === 'list-unit-files') return listUnits(call);
    if (verb === 'get-default') return ok('multi-user.target\n');
    if (verb === 'is-system-running') return ok('running\n');
    if (plain.has(verb)) return ok();
    if (!units.has(verb)) return failed(`Unknown command verb ${verb}.`);
    if (names.length === 0 && verb !== 'status' && verb !== 'reset-failed')
      return failed('Too few arguments.');
    const quiet = args.includes('-q') || args.includes('--quiet');
    return all(call, verb, names.map(unitName), { now: args.includes('--now'), quiet });
  },
};

/** The units that a script has started. */
async function listUnits(call: CommandCall): Promise<CommandResult> {
  const names = await call.process.files.list(running).catch(() => []);
  const lines = [...names].map((name) => `${name.padEnd(40)} loaded active running ${name}\n`);
  return ok(`UNIT                                     LOAD   ACTIVE SUB     DESCRIPTION\n${lines.join('')}`);
}

/** The unit's own file, where there is one. */
async function fileOf(call: CommandCall, unit: string): Promise<CommandResult> {
  for (const folder of ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system']) {
    const path = `${folder}/${unit}`;
    const text = await readText(call.process.files, path);
    if (text !== '') return ok(`# ${path}\n${text}`);
  }
  return ok(`# /usr/lib/systemd/system/${unit}\n[Unit]\nDescription=${unit}\n`);
}

async function all(
  call: CommandCall,
  verb: string,
  list: readonly string[],
  how: { now: boolean; quiet: boolean },
) {
  let [stdout, stderr, code] = ['', '', 0];
  for (const unit of list) {
    const answer = await one(call, verb, unit, how.now);
    stdout += how.quiet ? '' : String(answer.stdout ?? '');
    stderr += answer.stderr ?? '';
    code = answer.code ?? code;
  }
  return { stdout, stderr, code };
}

const service: GuestCommand = {
  name: 'service',
  run: (args, call) => one(call, args[1] ?? 'status', unitName(args[0] ?? ''), false),
};

const chkconfig: GuestCommand = {
  name: 'chkconfig',
  run: async (args, call) => {
    const [name = '', state] = args.filter((argument) => !argument.startsWith('-'));
    if (state !== undefined) await enable(call, unitName(name), state === 'on');
    return ok();
  },
};

export const systemCommands = [systemctl, service, chkconfig];
