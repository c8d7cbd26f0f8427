import { encodedCommand, literal } from '../../communicators/winrm/powershell.ts';
import { goDuration } from '../../template/go/go-duration.ts';
import { pause } from '../../wire/pause.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { pauseUnlessCancelled, retryUntil } from '../retry.ts';
import { elevated } from '../windows/elevated.ts';
import {
  exitCheck,
  remotePathOf,
  runShown,
  uploadWindowsScript,
  type WindowsScript,
  windowsScripts,
} from '../windows/scripts.ts';
import { explained } from '../words.ts';
import { environmentScript } from './environment.ts';
import type { PowershellConfig } from './powershell.ts';

export async function runPowershell(config: PowershellConfig, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Provisioning with Powershell...');
  const left = [config.remote_env_var_path];
  for (const script of windowsScripts(config, 'powershell-provisioner')) {
    scope.note('say', `Provisioning with powershell script: ${script.path}`);
    left.push(await runScript(script, config, scope));
  }
  if (!config.skip_clean) await removeFiles(left, scope);
  if (config.pause_after <= 0) return;
  scope.note('say', `Pausing ${goDuration(config.pause_after)} after this provisioner...`);
  await pauseUnlessCancelled(config.pause_after, 'powershell', scope.signal);
}

/** Gives where the script was put. Upload and run are one: a restart that an earlier script began may take the file away. */
async function runScript(
  script: WindowsScript,
  config: PowershellConfig,
  scope: ProvisionScope,
): Promise<string> {
  const path = remotePathOf(script, config.remote_path);
  await uploadVariables(config, scope);
  const command = commandFor(path, config, scope);
  const verdict = await retryUntil(config.start_retry_timeout, scope.signal, async () => {
    await uploadWindowsScript(script, path, scope);
    return start(command, config, scope);
  });
  verdict();
  return path;
}

/** Gives a check of how it ended: one that ended badly is not started again. */
async function start(command: string, config: PowershellConfig, scope: ProvisionScope): Promise<() => void> {
  const codes = config.valid_exit_codes;
  if (config.elevated_user === '') return exitCheck(await runShown(command, scope), codes);
  const login = {
    user: renderAtRun(config.elevated_user, scope),
    password: renderAtRun(config.elevated_password, scope),
  };
  return elevated(command, login, scope, async (wrapped) => exitCheck(await runShown(wrapped, scope), codes));
}

async function uploadVariables(config: PowershellConfig, scope: ProvisionScope): Promise<void> {
  const format = config.elevated_user === '' ? config.env_var_format : config.elevated_env_var_format;
  const content = environmentScript({ ...config, format }, scope);
  const { signal } = scope;
  await retryUntil(config.start_retry_timeout, signal, () =>
    scope.comm
      .upload({ content, mode: 0o600 }, config.remote_env_var_path, { signal })
      .catch((error: unknown) => {
        throw explained('Error uploading ps script containing env vars: ', error);
      }),
  );
}

function commandFor(path: string, config: PowershellConfig, scope: ProvisionScope): string {
  const text = config.elevated_user === '' ? config.execute_command : config.elevated_execute_command;
  try {
    return renderAtRun(text, scope, { Path: path, Vars: config.remote_env_var_path });
  } catch (error) {
    throw explained('Error processing command: ', error);
  }
}

const TRIES = 3;
const INTERVAL = 2000;

/**
 * Removes our files from the guest. Best effort, as in Packer, which tries for a minute: a script may have begun a restart
 * or shut the guest down for its image, and then nobody will answer.
 */
async function removeFiles(paths: readonly string[], scope: ProvisionScope): Promise<void> {
  const list = paths.map(literal).join(',');
  const command = encodedCommand(
    `Remove-Item -LiteralPath ${list} -Force -ErrorAction SilentlyContinue;exit 0`,
  );
  for (let left = TRIES; left > 0; left -= 1) {
    const removed = await scope.comm.exec(command, { signal: scope.signal }).catch((error: unknown) => {
      if (scope.signal.aborted) throw error;
      return { code: undefined };
    });
    if (removed.code !== undefined || left === 1) return;
    await pause(INTERVAL, scope.signal);
  }
}
