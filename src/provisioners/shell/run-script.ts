import type { ExecResult } from '../../communicators/communicator.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { retryUntil } from '../retry.ts';
import { environment, flattened, insideSingleQuotes } from '../script/environment.ts';
import { checkExit } from '../script/exit-code.ts';
import { type LastLines, lastLines } from '../script/last-lines.ts';
import type { ShellConfig } from '../shell.ts';
import { explained } from '../words.ts';
import { execQuietly, removeRemote } from './remote-files.ts';
import type { ShellScript } from './shell-scripts.ts';

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
  const Vars = flattened(environment(config, scope), config.env_var_format, insideSingleQuotes);
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
