import { encodedCommand } from '../../../communicators/winrm/powershell.ts';
import { pause } from '../../../wire/pause.ts';
import { reason } from '../../../wire/reason.ts';
import type { ProvisionScope } from '../../provisioner.ts';
import { cancelledComponent, restartTimeout } from '../../words.ts';
import type { WindowsRestartConfig } from '../windows-restart.ts';

/** Asks for a restart in a minute: refused while one is under way, and what no answer means needs no saying. */
const probe = 'shutdown /r /f /t 60 /c "packer restart test"';
const undo = 'shutdown /a';
/** Windows says "a restart is under way" in one of these. */
const UNDER_WAY = [1115, 1190, 1717];
const hello = encodedCommand('echo ("{0} restarted." -f [System.Net.Dns]::GetHostName())');
const INTERVAL = 500;

/** Waits until the guest has gone down and come back, and as long as the settings want it to. */
export async function back(config: WindowsRestartConfig, scope: ProvisionScope): Promise<void> {
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
  const { code } = await tried(probe, scope);
  if (code === 0) await tried(undo, scope);
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
  const greeting = await tried(hello, scope, true);
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
