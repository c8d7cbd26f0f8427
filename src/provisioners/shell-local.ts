import { platform } from 'node:os';
import { resolve } from 'node:path';
import { isBuildError } from '../errors/build-error.ts';
import { explained, finding, onlyOnInvalid } from '../errors/word/provisioner.ts';
import { configRefused } from '../errors/word/template.ts';
import type { RenderContext } from '../template/interpolation/context.ts';
import { decode } from '../template/schema/decode.ts';
import { bool, type Decoded, ints, string, stringMap, strings } from '../template/schema/field.ts';
import type { JsonObject } from '../template/template.ts';
import { explaining } from './explaining.ts';
import { absent } from './local/look-at.ts';
import type { ProvisionerType, ProvisionScope } from './provisioner.ts';
import { renderAtRun } from './render-at-run.ts';
import { environment, environmentFindings, flattened } from './script/environment.ts';
import { checkExit } from './script/exit-code.ts';
import { scriptFiles } from './script/scripts.ts';
import { type LocalScript, linuxPath, localScripts } from './shell-local/local-scripts.ts';
import { quoteFor } from './shell-local/quote.ts';
import { runLocally } from './shell-local/run-locally.ts';

const WINDOWS = platform() === 'win32';
const DECODING = 'Error decoding config: ';
const SYSTEMS: readonly string[] = ['darwin', 'freebsd', 'linux', 'openbsd', 'solaris', 'windows'];

export const shellLocalFields = {
  command: string('One command; the same as `inline` with one item.', '', { label: 'Command' }),
  inline: strings('Commands, one an item; they become one script.', [], { label: 'Inline' }),
  script: string('Script file of this machine; must be executable.', '', { label: 'Script' }),
  scripts: strings('Script files of this machine, run in this order.', [], { label: 'Scripts' }),
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
  decoding: DECODING,
  prepare: (raws, context) => ({ type: 'shell-local', run: localShell(raws, context) }),
};

/** What running scripts of this machine takes; there need not be a guest. */
export type LocalScope = Omit<ProvisionScope, 'comm' | 'transferred' | 'ask'>;

/** Decodes and checks; gives what runs the scripts. `adapt` may change settings before the checks. */
export function localShell(
  raws: readonly JsonObject[],
  context: RenderContext,
  adapt: (config: ShellLocalConfig) => ShellLocalConfig = (config) => config,
): (scope: LocalScope) => Promise<void> {
  const config = filled(adapt(decoded(raws, context)));
  const alien = config.only_on.find((name) => !SYSTEMS.includes(name));
  if (alien !== undefined) throw onlyOnInvalid(alien, SYSTEMS);
  if (config.use_linux_pathing) for (const file of scriptFiles(config)) linuxPath(resolve(file));
  const findings = findingsOf(config);
  if (findings.length > 0) throw configRefused(findings);
  return (scope) => run(config, scope);
}

function decoded(raws: readonly JsonObject[], context: RenderContext): ShellLocalConfig {
  try {
    return decode(shellLocalFields, raws, { context, exclude: ['execute_command'], retired: false });
  } catch (error) {
    throw isBuildError(error) ? explained(DECODING, error) : error;
  }
}

async function run(config: ShellLocalConfig, scope: LocalScope): Promise<void> {
  const here = WINDOWS ? 'windows' : platform() === 'sunos' ? 'solaris' : platform();
  if (config.only_on.length > 0 && !config.only_on.includes(here)) {
    scope.note('say', 'Skipping shell-local due to runtime OS');
    return;
  }
  const scripts = await localScripts(config, scope);
  try {
    for (const script of scripts.scripts) await runScript(script, config, scope);
  } finally {
    await scripts.remove();
  }
}

async function runScript(
  { name, path }: LocalScript,
  config: ShellLocalConfig,
  scope: LocalScope,
): Promise<void> {
  const settings = {
    ...config,
    environment_vars: config.environment_vars.map((item) => renderAtRun(item, scope)),
  };
  const Vars = flattened(environment(settings, scope), config.env_var_format, quoteFor(WINDOWS));
  const more = { Vars, Script: path, Command: path };
  const argv = await explaining('Error processing command: ', rendered(config, scope, more));
  scope.note('say', `Running local shell script: ${name}`);
  const code = await runLocally(argv, name, scope);
  checkExit({ code }, { valid_exit_codes: config.valid_exit_codes, expect_disconnect: false });
}

async function rendered(
  { execute_command }: ShellLocalConfig,
  scope: LocalScope,
  more: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  return execute_command.map((part) => renderAtRun(part, scope, more));
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
  const files = scripts.length > 0 ? scripts : scriptFiles(config);
  const many = [
    command !== '' && inline.length > 1,
    script !== '' && scripts.length > 0,
    files.length > 0 && inline.length > 0,
  ];
  return [
    ...(files.length === 0 && inline.length === 0 ? [finding.noCommand] : []),
    ...many.filter((one) => one).map(() => finding.manyCommands),
    ...(config.use_linux_pathing && inline.length > 0 ? [finding.pathing] : []),
    ...absent(files).map(([file, why]) => finding.badScript(file, why)),
    ...environmentFindings(config),
  ];
}
