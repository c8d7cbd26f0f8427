import { encodedCommand } from '../../communicators/winrm/powershell.ts';
import { BuildError, isBuildError } from '../../errors/build-error.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, type Decoded, duration, string, strings } from '../../template/schema/field.ts';
import { pause } from '../../wire/pause.ts';
import { reason } from '../../wire/reason.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { retryUntil } from '../retry.ts';
import { runShown } from '../windows/scripts.ts';
import { cancelledComponent } from '../words.ts';

const SERVICING = 'HKLM:SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Component Based Servicing';

const windowsRestartFields = {
  restart_command: string('Command that restarts the guest.', 'shutdown /r /f /t 0 /c "packer restart"'),
  restart_check_command: string('Command that succeeds once the guest is back.'),
  restart_timeout: duration('How long to wait until the guest is back.', 5 * 60_000),
  check_registry: bool('Wait also until no restart is pending any more.'),
  registry_keys: strings('Registry keys that say so by being there.', [
    `${SERVICING}\\RebootPending`,
    `${SERVICING}\\PackagesPending`,
    `${SERVICING}\\RebootInProgress`,
  ]),
} as const;

type WindowsRestartConfig = Decoded<typeof windowsRestartFields>;

/** Restarts a Windows guest, and goes on once it is back. */
export const windowsRestart: ProvisionerType = {
  type: 'windows-restart',
  fields: windowsRestartFields,
  prepare(raws, context) {
    const config = decode(windowsRestartFields, raws, { context, exclude: ['execute_command'] });
    return { type: 'windows-restart', run: (scope) => restart(config, scope) };
  },
};

/** Exit codes of Windows: done, and "a restart is under way already" in two forms. */
const ACCEPTED = [0, 1115, 1190];

async function restart(config: WindowsRestartConfig, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Restarting Machine');
  const timeout = config.restart_timeout || 5 * 60_000;
  const command = config.restart_command || 'shutdown /r /f /t 0 /c "packer restart"';
  const { result } = await retryUntil(timeout, scope.signal, () => runShown(command, scope));
  // A connection that went away is what a restart does.
  if (result.code !== undefined && !ACCEPTED.includes(result.code)) throw restartFailed(result.code);
  scope.note('say', 'Waiting for machine to restart...');
  await back({ ...config, restart_timeout: timeout }, scope).catch((error: unknown) => {
    if (isBuildError(error, 'wait-timeout')) scope.note('error', error.message);
    throw error;
  });
  scope.note('say', 'Machine successfully restarted, moving on');
}

/** Asks for a restart in a minute: refused while one is under way, and what no answer means needs no saying. */
const PROBE = 'shutdown /r /f /t 60 /c "packer restart test"';
const REVOKE = 'shutdown /a';
/** Windows says "a restart is under way" in one of these. */
const UNDER_WAY = [1115, 1190, 1717];
const GREETING = encodedCommand('echo ("{0} restarted." -f [System.Net.Dns]::GetHostName())');
const INTERVAL = 500;

/** Waits until the guest has gone down and come back, and as long as the settings want it to. */
async function back(config: WindowsRestartConfig, scope: ProvisionScope): Promise<void> {
  const wait = waiting(config.restart_timeout, scope);
  while (await stillGoingDown(scope)) await wait('the guest has not gone down yet');
  let checked = config.restart_check_command === '';
  for (;;) {
    const missing = await whatIsMissing(config, scope, checked);
    if (missing === undefined) return;
    checked ||= missing.checked;
    await wait(missing.why);
  }
}

/** Pauses a moment; throws when the time is over or the build is cancelled. */
function waiting(timeout: number, { signal }: ProvisionScope): (why: string) => Promise<void> {
  const deadline = Date.now() + timeout;
  return async (why) => {
    if (Date.now() + INTERVAL >= deadline) throw restartTimeout(why);
    if (!(await pause(INTERVAL, signal))) throw cancelledComponent('windows-restart');
  };
}

/** A guest that does not answer is restarting; one that accepts another restart is not, and must not do that one. */
async function stillGoingDown(scope: ProvisionScope): Promise<boolean> {
  const { code } = await tried(PROBE, scope);
  if (code === 0) await tried(REVOKE, scope);
  return code !== undefined && UNDER_WAY.includes(code);
}

interface Missing {
  readonly why: string;
  /** The check of the template has run. */
  readonly checked: boolean;
}

async function whatIsMissing(
  config: WindowsRestartConfig,
  scope: ProvisionScope,
  checked: boolean,
): Promise<Missing | undefined> {
  if (!checked) {
    const own = await tried(config.restart_check_command, scope, true);
    if (own.code === undefined) return { why: own.why, checked: false };
  }
  const greeting = await tried(GREETING, scope, true);
  if (!greeting.text.includes('restarted.')) return { why: greeting.why, checked: true };
  if (!config.check_registry) return undefined;
  for (const key of config.registry_keys) {
    const found = await tried(encodedCommand(`Test-Path "${key}"`), scope);
    if (found.code === undefined) return { why: found.why, checked: true };
    if (found.text.includes('True')) return { why: `a restart is still pending: ${key}`, checked: true };
  }
  return undefined;
}

interface Tried {
  readonly code: number | undefined;
  readonly text: string;
  readonly why: string;
}

/** Runs a command on a guest that may not be there. */
async function tried(command: string, scope: ProvisionScope, shown = false): Promise<Tried> {
  const lines: string[] = [];
  try {
    const { code, reason = 'the connection was lost' } = await scope.comm.exec(command, {
      signal: scope.signal,
      onLine(stream, line) {
        if (stream === 'stdout') lines.push(line);
        if (shown) scope.output(stream, line);
      },
    });
    return { code, text: lines.join('\n'), why: code === undefined ? reason : `exit code ${code}` };
  } catch (error) {
    if (scope.signal.aborted) throw error;
    return { code: undefined, text: '', why: reason(error) };
  }
}

const restartFailed = (code: number | undefined): BuildError =>
  new BuildError('script-failed', `Restart script exited with non-zero exit status: ${code ?? 'unknown'}`);

const restartTimeout = (last: string): BuildError =>
  new BuildError('wait-timeout', 'Timeout waiting for machine to restart.', {
    hint: `The last look at it ended with: ${last}. A larger restart_timeout waits longer.`,
  });
