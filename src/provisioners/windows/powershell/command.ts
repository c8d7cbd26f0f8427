import type { PowershellConfig } from '../powershell.ts';

/** In the order of Packer's numbers for them. */
const policies = [
  ...(['bypass', 'allsigned', 'default', 'remotesigned', 'restricted', 'undefined'] as const),
  ...(['unrestricted', 'none'] as const),
];

/** The name of an execution policy given by name or number; undefined: there is none such. */
export function policyName(text: string): string | undefined {
  return policies.find((name, index) => name === text || (isNumber(text) && index === Number(text)));
}

/** Whether a text is a number as Packer reads one here: decimal, whole. */
export function isNumber(text: string): boolean {
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
