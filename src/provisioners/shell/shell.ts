import { randomInt } from 'node:crypto';
import type { UploadSource } from '../../communicators/communicator.ts';
import { crlfToLf } from '../../communicators/ssh/source.ts';
import { goDuration } from '../../template/go/go-duration.ts';
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
import { pauseUnlessCancelled } from '../retry.ts';
import { environmentFindings } from '../script/environment.ts';
import { inlinePath, scriptFiles, scriptFindings } from '../script/scripts.ts';
import { removeRemote, runScript, uploadVariables } from './run-script.ts';

const shellFields = {
  inline: called('Inline', strings('Commands, one an item; they become one script.')),
  script: called('Script', string('Script file of this machine.')),
  scripts: called('Scripts', strings('Script files of this machine, run in this order.')),
  inline_shebang: string('What follows `#!` in the first line of an inline script.', '/bin/sh -e'),
  execute_command: string(
    'How a script is run: `{{.Path}}` is the script on the guest, `{{.Vars}}` the variables, `{{.EnvVarFile}}` the file of them.',
  ),
  environment_vars: strings('Variables for the scripts, as `KEY=VALUE`.'),
  env: stringMap('Variables for the scripts; they replace those of `environment_vars`.'),
  env_var_format: string('printf format of one variable; takes name and value.'),
  use_env_var_file: bool('Put the variables in a file on the guest instead of on the command line.'),
  remote_folder: string('Folder on the guest for scripts.', '/tmp'),
  remote_file: string('Name of the script on the guest; random unless set.'),
  remote_path: string('Path of the script on the guest; replaces `remote_folder` and `remote_file`.'),
  binary: called('Binary', bool('The scripts are no text: line ends stay as they are.')),
  skip_clean: bool('Leave script and variables on the guest.'),
  expect_disconnect: bool('The script may end the connection, by a restart for example.'),
  valid_exit_codes: ints('Exit codes that mean success.', [0]),
  start_retry_timeout: duration('How long starting a script is tried again.', 5 * 60_000),
  pause_after: duration('Time to wait after the last script.'),
} as const;

export type ShellConfig = Decoded<typeof shellFields>;

/** Runs scripts on a Unix guest, with the very commands that Packer sends. */
export const shell: ProvisionerType = {
  type: 'shell',
  fields: shellFields,
  prepare(raws, context) {
    const config = filled(decode(shellFields, raws, { context, exclude: ['execute_command'] }));
    const findings = [...scriptFindings(config), ...environmentFindings(config)];
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'shell', run: (scope) => run(config, scope) };
  },
};

async function run(config: ShellConfig, scope: ProvisionScope): Promise<void> {
  const variablesFile = config.use_env_var_file ? await uploadVariables(config, scope) : '';
  for (const script of shellScripts(config, scope)) await runScript(script, variablesFile, config, scope);
  // Without a file of variables Packer sends a bare `rm -f `, too.
  if (!config.skip_clean) await removeRemote(variablesFile, config, scope);
  if (config.pause_after <= 0) return;
  scope.note('say', `Pausing ${goDuration(config.pause_after)} after this provisioner...`);
  await pauseUnlessCancelled(config.pause_after, 'shell', scope.signal);
}

function filled(config: ShellConfig): ShellConfig {
  const byFile = config.use_env_var_file;
  const folder = config.remote_folder || '/tmp';
  const file = config.remote_file || `script_${randomInt(9999)}.sh`;
  return Object.freeze({
    ...config,
    execute_command:
      config.execute_command ||
      (byFile
        ? 'chmod +x {{.Path}}; . {{.EnvVarFile}} && {{.Path}}'
        : 'chmod +x {{.Path}}; {{.Vars}} {{.Path}}'),
    env_var_format: config.env_var_format || (byFile ? "export %s='%s'\n" : "%s='%s' "),
    inline_shebang: config.inline_shebang || '/bin/sh -e',
    remote_folder: folder,
    remote_path: config.remote_path || `${folder}/${file}`,
    valid_exit_codes: config.valid_exit_codes.length === 0 ? [0] : config.valid_exit_codes,
    start_retry_timeout: config.start_retry_timeout || 5 * 60_000,
  });
}

export interface ShellScript {
  /** As shown to the user. */
  readonly path: string;
  readonly source: UploadSource;
}

/** Packer uploads scripts with this mode and changes it on the guest. */
const MODE = 0o644;

/** The scripts to run, in order: the files, or one made of the inline commands. */
function shellScripts(config: ShellConfig, scope: ProvisionScope): readonly ShellScript[] {
  if (config.inline.length > 0) return [inlineScript(config, scope)];
  return scriptFiles(config).map((file) => ({
    path: file,
    source: { file, crlfToLf: !config.binary, mode: MODE },
  }));
}

function inlineScript(config: ShellConfig, scope: ProvisionScope): ShellScript {
  const lines = [`#!${config.inline_shebang}`, ...config.inline.map((line) => renderAtRun(line, scope))];
  const text = lines.map((line) => `${line}\n`).join('');
  return { path: inlinePath(), source: { content: config.binary ? text : crlfToLf(text), mode: MODE } };
}
