import { needsWinrm } from '../../errors/word/provisioner.ts';
import { configRefused } from '../../errors/word/template.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, called, duration, ints, string, stringMap, strings } from '../../template/schema/field.ts';
import type { ProvisionerType } from '../provisioner.ts';
import { environmentFindings } from '../script/environment.ts';
import { scriptFindings } from '../script/scripts.ts';

export const windowsShellFields = {
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

/** Batch files on a Windows guest: settings are checked, running waits for WinRM. */
export const windowsShell: ProvisionerType = {
  type: 'windows-shell',
  fields: windowsShellFields,
  prepare(raws, context) {
    const config = decode(windowsShellFields, raws, { context, exclude: ['execute_command'] });
    const findings = [...scriptFindings(config), ...environmentFindings(config)];
    if (findings.length > 0) throw configRefused(findings);
    return {
      type: 'windows-shell',
      run: async () => {
        throw needsWinrm('windows-shell');
      },
    };
  },
};
