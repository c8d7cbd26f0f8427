import { decode } from '../../template/schema/decode.ts';
import {
  bool,
  called,
  type Decoded,
  duration,
  ints,
  string,
  stringMap,
  strings,
} from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { retryUntil } from '../retry.ts';
import { environmentFindings, flattened, scriptVariables } from '../script/environment.ts';
import { scriptFindings } from '../script/scripts.ts';
import {
  exitCheck,
  remotePathOf,
  runShown,
  uploadWindowsScript,
  windowsScripts,
} from '../windows/scripts.ts';
import { explained } from '../words.ts';

const windowsShellFields = {
  inline: called('Inline', strings('Commands, one an item; they become one batch file.')),
  script: called('Script', string('Batch file of this machine.')),
  scripts: called('Scripts', strings('Batch files of this machine, run in this order.')),
  binary: called('Binary', bool('Line ends stay as they are.')),
  environment_vars: strings('Variables for the scripts, as `KEY=VALUE`.'),
  env: stringMap('Variables for the scripts; they replace those of `environment_vars`.'),
  env_var_format: string('printf format of one variable; takes name and value.', 'set "%s=%s" && '),
  execute_command: string('How a batch file is run.', '{{.Vars}}"{{.Path}}"'),
  remote_path: string('Path of the batch file on the guest.', 'c:/Windows/Temp/script.bat'),
  start_retry_timeout: duration('How long starting a script is tried again.', 5 * 60_000),
  valid_exit_codes: ints('Exit codes that mean success.', [0]),
} as const;

type WindowsShellConfig = Decoded<typeof windowsShellFields>;

/** Batch files on a Windows guest. */
export const windowsShell: ProvisionerType = {
  type: 'windows-shell',
  fields: windowsShellFields,
  prepare(raws, context) {
    const config = decode(windowsShellFields, raws, { context, exclude: ['execute_command'] });
    const findings = [...scriptFindings(config), ...environmentFindings(config)];
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'windows-shell', run: (scope) => run(config, scope) };
  },
};

async function run(config: WindowsShellConfig, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Provisioning with windows-shell...');
  const codes = config.valid_exit_codes.length === 0 ? [0] : config.valid_exit_codes;
  for (const script of windowsScripts(config, 'windows-shell-provisioner')) {
    scope.note('say', `Provisioning with shell script: ${script.path}`);
    const path = remotePathOf(script, config.remote_path || 'c:/Windows/Temp/script.bat');
    const command = commandFor(path, config, scope);
    const verdict = await retryUntil(config.start_retry_timeout || 5 * 60_000, scope.signal, async () => {
      await uploadWindowsScript(script, path, scope);
      return exitCheck(await runShown(command, scope), codes);
    });
    verdict();
  }
}

function commandFor(path: string, config: WindowsShellConfig, scope: ProvisionScope): string {
  const Vars = flattened(
    scriptVariables(config, scope),
    config.env_var_format || 'set "%s=%s" && ',
    (value) => value,
  );
  try {
    return renderAtRun(config.execute_command || '{{.Vars}}"{{.Path}}"', scope, { Vars, Path: path });
  } catch (error) {
    throw explained('Error processing command: ', error);
  }
}
