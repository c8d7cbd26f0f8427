import { platform } from 'node:os';
import { BuildError } from '../../errors/build-error.ts';
import type { RenderContext } from '../../template/go/context.ts';
import type { Json } from '../../template/model/template.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, called, type Decoded, ints, string, stringMap, strings } from '../../template/schema/field.ts';
import { insideSingleQuotes } from '../../wire/quoted.ts';
import { runLocalProgram } from '../local/run-program.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { flattened, scriptVariables } from '../script/environment.ts';
import { checkExit } from '../script/exit-code.ts';
import { cancelledComponent, explained } from '../words.ts';
import { checkLocalShell, type LocalScript, localScripts } from './scripts.ts';

const WINDOWS = platform() === 'win32';

export const shellLocalFields = {
  command: called('Command', string('One command; the same as `inline` with one item.')),
  inline: called('Inline', strings('Commands, one an item; they become one script.')),
  script: called('Script', string('Script file of this machine; must be executable.')),
  scripts: called('Scripts', strings('Script files of this machine, run in this order.')),
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
  prepare: (raws, context) => ({ type: 'shell-local', run: localShell(raws, context) }),
};

/** What running scripts of this machine takes; there need not be a guest. */
export type LocalScope = Omit<ProvisionScope, 'comm' | 'transferred' | 'ask'>;

/** Decodes and checks; gives what runs the scripts. `adapt` may change settings before the checks. */
export function localShell(
  raws: readonly Json[],
  context: RenderContext,
  adapt: (config: ShellLocalConfig) => ShellLocalConfig = (config) => config,
): (scope: LocalScope) => Promise<void> {
  const config = adapt(decoded(raws, context));
  checkLocalShell(config);
  return (scope) => run(filled(config), scope);
}

function decoded(raws: readonly Json[], context: RenderContext): ShellLocalConfig {
  const told = { prefix: 'Error decoding config: ', retired: false } as const;
  return decode(shellLocalFields, raws, { context, exclude: ['execute_command'], ...told });
}

async function run(config: ShellLocalConfig, scope: LocalScope): Promise<void> {
  const here = WINDOWS ? 'windows' : platform() === 'sunos' ? 'solaris' : platform();
  if (config.only_on.length > 0 && !config.only_on.includes(here)) {
    scope.note('say', 'Skipping shell-local due to runtime OS');
    return;
  }
  const scripts = await localScripts(config, scope);
  try {
    for (const script of scripts.list) await runScript(script, config, scope);
  } finally {
    await scripts.remove();
  }
}

async function runScript(
  { path, shown }: LocalScript,
  config: ShellLocalConfig,
  scope: LocalScope,
): Promise<void> {
  const settings = {
    ...config,
    environment_vars: config.environment_vars.map((item) => renderAtRun(item, scope)),
  };
  const Vars = flattened(scriptVariables(settings, scope), config.env_var_format, quoteFor(WINDOWS));
  const more = { Vars, Script: path, Command: path };
  const argv = config.execute_command.map((part) => rendered(part, scope, more));
  scope.note('say', `Running local shell script: ${shown}`);
  const code = await runLocally(argv, shown, scope);
  checkExit({ code }, { valid_exit_codes: config.valid_exit_codes, expect_disconnect: false });
}

function rendered(part: string, scope: LocalScope, more: Readonly<Record<string, string>>): string {
  try {
    return renderAtRun(part, scope, more);
  } catch (error) {
    throw explained('Error processing command: ', error);
  }
}

function filled(config: ShellLocalConfig): ShellLocalConfig {
  const unix = ['/bin/sh', '-c', '{{.Vars}} {{.Script}}'];
  const windows = ['cmd', '/V', '/C', '{{.Vars}}', 'call', '{{.Script}}'];
  return Object.freeze({
    ...config,
    inline: config.command === '' ? config.inline : [config.command],
    execute_command: config.execute_command.length > 0 ? config.execute_command : WINDOWS ? windows : unix,
    env_var_format: config.env_var_format || (WINDOWS ? 'set %s=%s && ' : "%s='%s' "),
    inline_shebang: config.inline_shebang || (WINDOWS ? '' : '/bin/sh -e'),
    valid_exit_codes: config.valid_exit_codes.length === 0 ? [0] : config.valid_exit_codes,
  });
}

/** Runs a script's program on this machine and gives its exit code. */
async function runLocally(argv: readonly string[], script: string, scope: LocalScope): Promise<number> {
  const { signal, runUuid } = scope;
  const env: Readonly<Record<string, string>> = runUuid === undefined ? {} : { PACKER_RUN_UUID: runUuid };
  const ended = await runLocalProgram(argv, { signal, env, onLine: scope.output.bind(scope) }).catch(
    (error: unknown) => {
      throw localScript(script, error);
    },
  );
  if (signal.aborted) throw cancelledComponent('shell-local');
  if (ended.code === undefined) throw localScript(script);
  return ended.code;
}

/** How a variable's value is quoted for the shell of this machine: `cmd` takes it as it is. */
function quoteFor(windows: boolean): (value: string) => string {
  return windows ? (value) => value : insideSingleQuotes;
}

const localScript = (path: string, cause?: unknown): BuildError =>
  new BuildError(
    'script-failed',
    `Error executing script: ${path}\n\nPlease see output above for more information.`,
    cause === undefined ? {} : { cause },
  );
