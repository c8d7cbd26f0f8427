import { randomInt } from 'node:crypto';
import type { ExecResult } from '../../communicators/communicator.ts';
import { BuildError } from '../../errors/build-error.ts';
import { insideSingleQuotes } from '../../wire/quoted.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { retryUntil } from '../retry.ts';
import { flattened, scriptVariables } from '../script/environment.ts';
import { checkExit, type LastLines, lastLines } from '../script/exit-code.ts';
import { explained } from '../words.ts';
import type { ShellConfig, ShellScript } from './shell.ts';

/**
 * Uploads and runs one script. Upload, chmod and run are retried as one block: after a restart that an earlier script
 * began, the uploaded file may be gone. A script that fails stays on the guest, for a look at it.
 */
export async function runScript(
  script: ShellScript,
  variablesFile: string,
  config: ShellConfig,
  scope: ProvisionScope,
): Promise<void> {
  scope.note('say', `Provisioning with shell script: ${script.path}`);
  const command = renderCommand(variablesFile, config, scope);
  const last = lastLines();
  const result = await retryUntil(config.start_retry_timeout, scope.signal, () =>
    start({ script, command, config, last }, scope),
  );
  checkExit(result, config, last.lines);
  if (!config.skip_clean) await removeRemote(config.remote_path, config, scope);
}

interface Start {
  readonly script: ShellScript;
  readonly command: string;
  readonly config: ShellConfig;
  readonly last: LastLines;
}

async function start({ script, command, config, last }: Start, scope: ProvisionScope): Promise<ExecResult> {
  await scope.comm
    .upload(script.source, config.remote_path, {
      signal: scope.signal,
      onProgress: (bytes, total) => scope.transferred(script.path, bytes, total),
    })
    .catch((error: unknown) => {
      throw explained('Error uploading script: ', error);
    });
  await execQuietly(`chmod 0755 ${config.remote_path}`, scope).catch((error: unknown) => {
    throw explained('Error chmodding script file to 0755 in remote machine: ', error);
  });
  return scope.comm.exec(command, {
    signal: scope.signal,
    onLine(stream, line) {
      last.hear(line);
      scope.output(stream, line);
    },
    caughtUp: () => scope.caughtUp?.(),
  });
}

function renderCommand(variablesFile: string, config: ShellConfig, scope: ProvisionScope): string {
  const Vars = flattened(scriptVariables(config, scope), config.env_var_format, insideSingleQuotes);
  try {
    return renderAtRun(config.execute_command, scope, {
      Vars,
      EnvVarFile: variablesFile,
      Path: config.remote_path,
    });
  } catch (error) {
    throw explained('Error processing command: ', error);
  }
}

/** Puts the variables in a file that only the user on the guest can read, and gives its path. */
export async function uploadVariables(config: ShellConfig, scope: ProvisionScope): Promise<string> {
  const path = `${config.remote_folder}/varfile_${randomInt(9999)}.sh`;
  const content = flattened(scriptVariables(config, scope), config.env_var_format, insideSingleQuotes);
  await retryUntil(config.start_retry_timeout, scope.signal, async () => {
    await scope.comm
      .upload({ content, mode: 0o600 }, path, { signal: scope.signal })
      .catch((error: unknown) => {
        throw explained('Error uploading envVarFile: ', error);
      });
    await execQuietly(`chmod 0600 ${path}`, scope);
  });
  return path;
}

/** Removes a file on the guest, waiting out a restart that the last script began. */
export async function removeRemote(path: string, config: ShellConfig, scope: ProvisionScope): Promise<void> {
  await retryUntil(config.start_retry_timeout, scope.signal, async () => {
    const { code } = await execQuietly(`rm -f ${path}`, scope);
    if (code === undefined) throw removalDisconnected();
    if (code !== 0) throw removalFailed(path);
  });
}

/** A command of ours on the guest, whose output is nobody's business. */
function execQuietly(command: string, scope: ProvisionScope): Promise<ExecResult> {
  return scope.comm.exec(command, { signal: scope.signal });
}

const removalDisconnected = (): BuildError =>
  new BuildError('connection-lost', 'Disconnect while removing temporary script.');

const removalFailed = (path: string): BuildError =>
  new BuildError('script-failed', `Error removing temporary script at ${path}!`);
