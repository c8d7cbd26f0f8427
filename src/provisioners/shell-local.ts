import { platform } from 'node:os';
import { finding, onlyOnInvalid } from '../errors/word/provisioner.ts';
import { configRefused } from '../errors/word/template.ts';
import { decode } from '../template/schema/decode.ts';
import { bool, type Decoded, ints, string, stringMap, strings } from '../template/schema/field.ts';
import type { ProvisionerType, ProvisionScope } from './provisioner.ts';
import { renderAtRun } from './render-at-run.ts';
import { environment, environmentFindings, flattened } from './script/environment.ts';
import { checkExit } from './script/exit-code.ts';
import { missingFiles } from './script/scripts.ts';
import { localScripts } from './shell-local/local-scripts.ts';
import { quoteFor } from './shell-local/quote.ts';
import { runLocally } from './shell-local/run-locally.ts';

const WINDOWS = platform() === 'win32';
const SYSTEMS: readonly string[] = ['darwin', 'freebsd', 'linux', 'openbsd', 'solaris', 'windows'];

export const shellLocalFields = {
  command: string('One command; the same as `inline` with one item.'),
  inline: strings('Commands, one an item; they become one script.'),
  script: string('Script file of this machine; must be executable.'),
  scripts: strings('Script files of this machine, run in this order.'),
  execute_command: strings('Program and arguments: `{{.Script}}` is the script, `{{.Vars}}` the variables.'),
  inline_shebang: string(
    'What follows `#!` in the first line of an inline script.',
    WINDOWS ? '' : '/bin/sh -e',
  ),
  environment_vars: strings('Variables for the scripts, as `KEY=VALUE`.'),
  env: stringMap('Variables for the scripts; they replace those of `environment_vars`.'),
  env_var_format: string('printf format of one variable; takes name and value.'),
  only_on: strings('Operating systems of this machine to run on; elsewhere it is skipped.'),
  tempfile_extension: string(
    'Extension of the file that an inline script is written to.',
    WINDOWS ? '.cmd' : '',
  ),
  use_linux_pathing: bool('Give a script on Windows its path as the Linux subsystem sees it.'),
  valid_exit_codes: ints('Exit codes that mean success.', [0]),
} as const;

export type ShellLocalConfig = Decoded<typeof shellLocalFields>;

/** Runs scripts on this machine. Needs no guest. */
export const shellLocal: ProvisionerType = {
  type: 'shell-local',
  fields: shellLocalFields,
  prepare(raws, context) {
    const told = { prefix: 'Error decoding config: ', retired: false } as const;
    const config = filled(decode(shellLocalFields, raws, { context, exclude: ['execute_command'], ...told }));
    const alien = config.only_on.find((name) => !SYSTEMS.includes(name));
    if (alien !== undefined) throw onlyOnInvalid(alien, SYSTEMS);
    const findings = findingsOf(config);
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'shell-local', run: (scope) => run(config, scope) };
  },
};

async function run(config: ShellLocalConfig, scope: ProvisionScope): Promise<void> {
  const here = WINDOWS ? 'windows' : platform() === 'sunos' ? 'solaris' : platform();
  if (config.only_on.length > 0 && !config.only_on.includes(here)) {
    scope.note('say', 'Skipping shell-local due to runtime OS');
    return;
  }
  const scripts = await localScripts(config, scope);
  try {
    for (const path of scripts.paths) await runScript(path, config, scope);
  } finally {
    await scripts.remove();
  }
}

async function runScript(path: string, config: ShellLocalConfig, scope: ProvisionScope): Promise<void> {
  const settings = {
    ...config,
    environment_vars: config.environment_vars.map((item) => renderAtRun(item, scope)),
  };
  const Vars = flattened(environment(settings, scope), config.env_var_format, quoteFor(WINDOWS));
  const more = { Vars, Script: path, Command: path };
  const argv = config.execute_command.map((part) => renderAtRun(part, scope, more));
  scope.note('say', `Running local shell script: ${path}`);
  const code = await runLocally(argv, path, scope);
  checkExit({ code }, { valid_exit_codes: config.valid_exit_codes, expect_disconnect: false });
}

function filled(config: ShellLocalConfig): ShellLocalConfig {
  const unix = ['/bin/sh', '-c', '{{.Vars}} {{.Script}}'];
  const windows = ['cmd', '/V', '/C', '{{.Vars}}', 'call', '{{.Script}}'];
  return Object.freeze({
    ...config,
    inline: config.command === '' ? config.inline : [...config.inline, config.command],
    execute_command: config.execute_command.length > 0 ? config.execute_command : WINDOWS ? windows : unix,
    env_var_format: config.env_var_format || (WINDOWS ? 'set %s=%s && ' : "%s='%s' "),
    inline_shebang: config.inline_shebang || (WINDOWS ? '' : '/bin/sh -e'),
    valid_exit_codes: config.valid_exit_codes.length === 0 ? [0] : config.valid_exit_codes,
  });
}

function findingsOf(config: ShellLocalConfig): readonly string[] {
  const { command, inline, script, scripts } = config;
  const ownInline = inline.length > (command === '' ? 0 : 1);
  const kinds = [command !== '', ownInline, script !== '', scripts.length > 0].filter(Boolean).length;
  const single = script === '' || ownInline ? [] : [script];
  return [
    ...(kinds === 0 ? [finding.noCommand] : []),
    // Packer says it again for each one too many.
    ...Array.from({ length: Math.max(0, kinds - 1) }, () => finding.manyCommands),
    ...missingFiles(scripts.length > 0 ? scripts : single),
    ...(config.use_linux_pathing && inline.length > 0 ? [finding.pathing] : []),
    ...environmentFindings(config),
  ];
}
