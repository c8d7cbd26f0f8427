import { BuildError } from '../errors/build-error.ts';

/** Texts of the emulator's front: its options, its fault rules and its state folder. */
export const faultInvalid = (index: number | undefined, why: string): BuildError =>
  new BuildError(
    'emulator-invalid',
    `${index === undefined ? 'Faults' : `Fault rule ${index + 1}`}: ${why}.`,
    {
      hint: 'A rule looks like {"action": "RunInstances", "nth": 1, "code": "Throttling.User"}.',
      data: index === undefined ? {} : { rule: index + 1 },
    },
  );

export const stateLocked = (path: string, pid: number | undefined): BuildError =>
  new BuildError(
    'emulator-invalid',
    `The state folder ${path} is in use by another emulator${pid === undefined ? '' : ` (process ${pid})`}.`,
    { hint: 'Close that emulator first, or give this one a folder of its own.', data: { path, pid } },
  );

export const stateFormatUnknown = (path: string, found: string, expected: string): BuildError =>
  new BuildError(
    'emulator-invalid',
    `The state folder ${path} has the format "${found}"; this version reads "${expected}".`,
    {
      hint: 'Use an empty folder, or the version of ecs-imagebuild that made this one.',
      data: { path, found },
    },
  );

export const stateUnreadable = (file: string, cause: unknown): BuildError =>
  new BuildError('emulator-invalid', `The emulator's state ${file} cannot be read${reason(cause)}.`, {
    hint: 'Remove the folder to begin with an empty cloud.',
    cause,
    data: { file },
  });

export const stateUnwritable = (path: string, cause: unknown): BuildError =>
  new BuildError('emulator-invalid', `The emulator's state cannot be kept in ${path}${reason(cause)}.`, {
    hint: 'Check that the folder exists on a disk with free space and that you may write to it.',
    cause,
    data: { path },
  });

export const portUnusable = (port: number, cause: unknown): BuildError =>
  new BuildError('emulator-invalid', `The emulator cannot listen on 127.0.0.1:${port}${reason(cause)}.`, {
    hint: 'Give another port, or 0 for any free one.',
    cause,
    data: { port },
  });

export const accountInvalid = (index: number, why: string): BuildError =>
  new BuildError('emulator-invalid', `Account ${index + 1} of the emulator: ${why}.`, {
    hint: 'An account has accessKeyId, accessKeySecret and a 16-digit accountId.',
    data: { account: index + 1 },
  });

const reason = (cause: unknown): string => (cause instanceof Error ? `: ${cause.message}` : '');
