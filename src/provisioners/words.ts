import { BuildError } from '../errors/build-error.ts';
import { reason } from '../wire/reason.ts';

/** `context` in front of an error's text; its code, its way out and its facts stay. */
export function explained(context: string, error: unknown): BuildError {
  const message = `${context}${reason(error)}`;
  if (!(error instanceof BuildError)) return new BuildError('provision-failed', message, { cause: error });
  const { hint, data } = error;
  return new BuildError(
    error.code,
    message,
    hint === undefined ? { cause: error, data } : { cause: error, data, hint },
  );
}

/** Packer's sentence, as version 1.6.6 prints it: no blank after the period. */
export const exitCode = (code: number, allowed: readonly number[]): BuildError =>
  new BuildError(
    'script-failed',
    `Script exited with non-zero exit status: ${code}.Allowed exit codes are: [${allowed.join(' ')}]`,
    { data: { exitCode: code, allowed } },
  );

export const disconnected = (last: readonly string[]): BuildError =>
  new BuildError(
    'script-failed',
    'Script disconnected unexpectedly. If you expected your script to disconnect, i.e. from a restart, you can try ' +
      'adding `"expect_disconnect": true` or `"valid_exit_codes": [0, 2300218]` to the shell provisioner parameters.',
    last.length === 0
      ? { hint: 'The connection was lost before the script had written anything.' }
      : { hint: `The connection was lost after these lines of its output:\n${last.join('\n')}` },
  );

export const removalDisconnected = (): BuildError =>
  new BuildError('connection-lost', 'Disconnect while removing temporary script.');

export const removalFailed = (path: string): BuildError =>
  new BuildError('script-failed', `Error removing temporary script at ${path}!`);

export const chmodFailed = (path: string, code: number | undefined): BuildError =>
  new BuildError(
    'script-failed',
    `Error changing the mode of ${path} on the guest: exit status ${code ?? 'unknown'}`,
  );

export const localScript = (path: string, cause?: unknown): BuildError =>
  new BuildError(
    'script-failed',
    `Error executing script: ${path}\n\nPlease see output above for more information.`,
    cause === undefined ? {} : { cause },
  );

export const timedOut = (type: string, timeout: string): BuildError =>
  new BuildError(
    'provision-failed',
    `The ${type} provisioner did not end within its timeout of ${timeout}.`,
    {
      hint: 'Raise "timeout" of that provisioner, or leave it out.',
      data: { type, timeout },
    },
  );

export const cancelledComponent = (type: string): BuildError =>
  new BuildError('cancelled', `Cancelled: ${type}`);

export const cleanupFailed = (cleanup: unknown, original: unknown): BuildError =>
  new BuildError(
    'provision-failed',
    `Cleanup failed: ${reason(cleanup)}. Original Provisioning error: ${reason(original)}`,
    { cause: original },
  );

export const typeUnknown = (type: string, meant: string | undefined): BuildError => {
  const message = `error initializing provisioner '${type}': Unknown provisioner ${type}`;
  return new BuildError(
    'component-unknown',
    message,
    meant === undefined ? {} : { hint: `Did you mean "${meant}"?` },
  );
};

export const typeUnserved = (type: string): BuildError =>
  new BuildError('component-unsupported', `The provisioner ${type} is not available yet.`, {
    hint: 'Use a shell or shell-local provisioner that calls the tool, or build this template with Packer.',
    data: { type },
  });

/** A script on a Windows guest whose end nobody heard of, with what it said last. */
export const windowsDisconnected = (reason: string, last: readonly string[]): BuildError =>
  new BuildError(
    'script-failed',
    `Script disconnected unexpectedly${reason === '' ? '' : `: ${reason}`}. ${
      last.length === 0 ? 'It had printed nothing.' : `Its last output: ${last.join(' / ')}`
    }`,
    {
      hint: 'A script that restarts or stops the guest on purpose may say so with "valid_exit_codes": [0, 16001].',
    },
  );

export const restartFailed = (code: number | undefined): BuildError =>
  new BuildError('script-failed', `Restart script exited with non-zero exit status: ${code ?? 'unknown'}`);

export const restartTimeout = (last: string): BuildError =>
  new BuildError('wait-timeout', 'Timeout waiting for machine to restart.', {
    hint: `The last look at it ended with: ${last}. A larger restart_timeout waits longer.`,
  });

export const retriesInvalid = (text: string, why: string): BuildError =>
  new BuildError(
    'config-invalid',
    `\`max_retries\` must be a valid integer: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`,
  );

export const onlyOnInvalid = (name: string, known: readonly string[]): BuildError =>
  new BuildError(
    'config-invalid',
    `Invalid OS specified in only_on: '${name}'\nSupported OS names: ${known.join(', ')}`,
  );

export const driveMissing = (path: string): BuildError =>
  new BuildError(
    'config-invalid',
    `There was an error splitting your absolute path; expected to find a drive following the format ':/' but did not: absolute path: ${path}`,
    { hint: 'use_linux_pathing is for Windows; leave it out here.' },
  );

/** What a provisioner finds wrong with its settings, in Packer's words. */
export const finding = {
  scriptOrScripts: 'Only one of script or scripts can be specified.',
  noScript: 'Either a script file or inline script must be specified.',
  scriptAndInline: 'Only a script file or an inline script can be specified, not both.',
  badScript: (path: string, why: string) => `Bad script '${path}': ${why}`,
  badVariable: (item: string) => `Environment variable not in format 'key=value': ${item}`,
  badDirection: 'Direction must be one of: download, upload.',
  badSource: (path: string) => `Bad source '${path}': stat ${path}: no such file or directory`,
  sourceAndContent: 'source(s) conflicts with content.',
  noSource: 'Source must be specified.',
  noDestination: 'Destination must be specified.',
  elevatedUser: "Must supply an 'elevated_user' if 'elevated_password' provided",
  debugMode: (level: number) =>
    `${level} is an invalid Trace level for \`debug_mode\`; valid values are 0, 1, and 2`,
  executionPolicy: (value: string) =>
    `error decoding 'execution_policy': ${value} does not belong to ExecutionPolicy values`,
  noSuchPolicy:
    'Invalid execution policy provided. Please supply one of: "bypass", "allsigned", "default", "remotesigned", "restricted", "undefined", "unrestricted", "none".',
  noCommand: 'Command, Inline, Script and Scripts options cannot all be empty.',
  manyCommands:
    'You may only specify one of the following options: Command, Inline, Script or Scripts. Please consolidate these options in your config.',
  pathing:
    'Packer is unable to use the Command and Inline features with the Windows Linux Subsystem. Please use the Script or Scripts options instead',
} as const;
