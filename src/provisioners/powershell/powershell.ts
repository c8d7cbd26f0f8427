import { timeOrderedUuid } from '../../template/go/time-ordered-uuid.ts';
import { decode } from '../../template/schema/decode.ts';
import {
  bool,
  called,
  type Decoded,
  duration,
  int,
  ints,
  string,
  stringMap,
  strings,
} from '../../template/schema/field.ts';
import { secretValues } from '../../template/schema/secrets.ts';
import { configMistyped, configRefused } from '../../template/words.ts';
import type { ProvisionerType } from '../provisioner.ts';
import { environmentFindings } from '../script/environment.ts';
import { scriptFindings } from '../script/scripts.ts';
import { runPowershell } from './run.ts';

const powershellFields = {
  inline: called('Inline', strings('Commands, one an item; they become one script.')),
  script: called('Script', string('Script file of this machine.')),
  scripts: called('Scripts', strings('Script files of this machine, run in this order.')),
  binary: called('Binary', bool('Accepted, without effect.')),
  environment_vars: strings('Variables for the scripts, as `KEY=VALUE`.'),
  env: stringMap('Variables for the scripts; they replace those of `environment_vars`.'),
  env_var_format: string('printf format of one variable; takes name and value.', '$env:%s="%s"; '),
  elevated_env_var_format: string('The same for elevated scripts.', '$env:%s="%s"; '),
  execute_command: string(
    'How a script is run: `{{.Path}}` is the script, `{{.Vars}}` the script of variables.',
  ),
  elevated_execute_command: string('The same for elevated scripts.'),
  remote_path: string('Path of the script on the guest; random unless set.'),
  remote_env_var_path: string('Path of the script of variables on the guest; random unless set.'),
  elevated_user: string('User to run scripts as, with full rights.'),
  elevated_password: string('Password of that user; empty for service accounts.', '', { secret: true }),
  execution_policy: string('Execution policy to run scripts under.', 'bypass'),
  debug_mode: int('Trace level of Set-PsDebug: 0, 1 or 2.'),
  skip_clean: bool('Leave scripts on the guest.'),
  start_retry_timeout: duration('How long starting a script is tried again.', 5 * 60_000),
  valid_exit_codes: ints('Exit codes that mean success.', [0]),
  use_pwsh: bool('Run `pwsh` instead of `powershell`.'),
  pause_after: duration('Time to wait after the last script.'),
} as const;

export type PowershellConfig = Decoded<typeof powershellFields>;

/** PowerShell scripts on a Windows guest, elevated through a scheduled task where that is asked for. */
export const powershell: ProvisionerType = {
  type: 'powershell',
  fields: powershellFields,
  prepare(raws, context) {
    const config = decode(powershellFields, raws, {
      context,
      exclude: ['execute_command', 'elevated_execute_command'],
    });
    const policy = config.execution_policy;
    if (policyName(policy) === undefined && !isNumber(policy))
      throw configMistyped([
        { message: finding.executionPolicy(policy), spot: { path: ['execution_policy'] } },
      ]);
    const findings = findingsOf(config);
    if (findings.length > 0) throw configRefused(findings);
    return {
      type: 'powershell',
      secrets: secretValues(powershellFields, config),
      run: (scope) => runPowershell(filled(config), scope),
    };
  },
};

/** Paths are made anew for each run: two runs on one guest do not meet. */
function filled(config: PowershellConfig): PowershellConfig {
  const file = (name: string) => `c:/Windows/Temp/${name}-${timeOrderedUuid(new Date())}.ps1`;
  const command = defaultCommand(config);
  return Object.freeze({
    ...config,
    env_var_format: config.env_var_format || '$env:%s="%s"; ',
    elevated_env_var_format: config.elevated_env_var_format || '$env:%s="%s"; ',
    execute_command: config.execute_command || command,
    elevated_execute_command: config.elevated_execute_command || command,
    remote_path: config.remote_path || file('script'),
    remote_env_var_path: config.remote_env_var_path || file('packer-ps-env-vars'),
    start_retry_timeout: config.start_retry_timeout || 5 * 60_000,
    valid_exit_codes: config.valid_exit_codes.length === 0 ? [0] : config.valid_exit_codes,
  });
}

function findingsOf(config: PowershellConfig): readonly string[] {
  const { elevated_user: user, elevated_password: password, debug_mode: level } = config;
  return [
    ...(user === '' && password !== ''
      ? ["Must supply an 'elevated_user' if 'elevated_password' provided"]
      : []),
    ...scriptFindings(config),
    ...environmentFindings(config),
    ...(policyName(config.execution_policy) === undefined
      ? [
          'Invalid execution policy provided. Please supply one of: "bypass", "allsigned", "default", "remotesigned", "restricted", "undefined", "unrestricted", "none".',
        ]
      : []),
    ...(level < 0 || level > 2 ? [finding.debugMode(level)] : []),
  ];
}

/** In the order of Packer's numbers for them. */
const policies = [
  ...(['bypass', 'allsigned', 'default', 'remotesigned', 'restricted', 'undefined'] as const),
  ...(['unrestricted', 'none'] as const),
];

/** The name of an execution policy given by name or number; undefined: there is none such. */
function policyName(text: string): string | undefined {
  return policies.find((name, index) => name === text || (isNumber(text) && index === Number(text)));
}

/** Whether a text is a number as Packer reads one here: decimal, whole. */
function isNumber(text: string): boolean {
  return /^[+-]?\d{1,18}$/.test(text);
}

/**
 * How Packer 1.6.6 runs a script unless told otherwise: variables first, then the script, whose last exit code counts.
 * The policy `none` leaves the program around it away.
 */
export function defaultCommand(
  config: Pick<PowershellConfig, 'execution_policy' | 'debug_mode' | 'use_pwsh'>,
): string {
  const quiet =
    "if (Test-Path variable:global:ProgressPreference){set-variable -name variable:global:ProgressPreference -value 'SilentlyContinue'};";
  const trace = config.debug_mode === 0 ? '' : `Set-PsDebug -Trace ${config.debug_mode};`;
  const block = `& { ${quiet}${trace}. {{.Vars}}; &'{{.Path}}'; exit $LastExitCode }`;
  const policy = policyName(config.execution_policy) ?? 'bypass';
  // PowerShell 7 takes a bare argument for the name of a script file; 5.1 takes it for a command.
  const program = config.use_pwsh
    ? `pwsh -executionpolicy ${policy} -command`
    : `powershell -executionpolicy ${policy}`;
  return policy === 'none' ? block : `${program} "${block}"`;
}

const finding = {
  executionPolicy: (value: string) =>
    `error decoding 'execution_policy': ${value} does not belong to ExecutionPolicy values`,
  debugMode: (level: number) =>
    `${level} is an invalid Trace level for \`debug_mode\`; valid values are 0, 1, and 2`,
} as const;
