import { reason } from '../engine/words.ts';
import { BuildError } from '../errors/build-error.ts';
import { configRefused } from '../template/words.ts';

/** Texts of the command line. Those about flags are Go's, which scripts around Packer know. */
export const flagUnknown = (flag: string, nearest: string | undefined): BuildError =>
  new BuildError(
    'usage',
    `flag provided but not defined: -${flag}`,
    nearest === undefined ? {} : { hint: `Did you mean -${nearest}?` },
  );

export const flagWithoutValue = (flag: string): BuildError =>
  new BuildError('usage', `flag needs an argument: -${flag}`);

export const flagInvalid = (flag: string, value: string, why: string): BuildError =>
  new BuildError('usage', `invalid value ${JSON.stringify(value)} for flag -${flag}: ${why}`);

export const booleanInvalid = (flag: string, value: string): BuildError =>
  new BuildError('usage', `invalid boolean value ${JSON.stringify(value)} for -${flag}: parse error`);

export const commandUnknown = (name: string, nearest: string | undefined): BuildError =>
  new BuildError(
    'usage',
    `Unknown command: ${name}`,
    nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` },
  );

export const logLost = (file: string, why: string): string =>
  `Writing the log ${file}: ${why}. The build goes on without it.`;

export const templateNotFound = (path: string): BuildError =>
  new BuildError('template-not-found', `"${path}": stat ${path}: no such file or directory`);

export const templateUnreadable = (path: string, why: string): BuildError =>
  new BuildError('template-not-found', `"${path}": ${why}`);

export const templateUnparsed = (cause: BuildError): BuildError =>
  new BuildError(cause.code, `Failed to parse template: ${cause.message}`, {
    ...(cause.hint !== undefined && { hint: cause.hint }),
    cause,
    data: cause.data,
  });

export const varFileMissing = (path: string, cause: unknown): BuildError => {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  const why = missing ? 'no such file or directory' : reason(cause);
  return new BuildError('variable-invalid', `open ${path}: ${why}`, { cause });
};

export const hclUnsupported = (path: string): BuildError =>
  new BuildError('component-unsupported', `"${path}": HCL2 templates are not supported, only JSON ones`, {
    hint: 'Give the JSON template, or - to read one from standard input.',
  });

export const componentUnknown = (
  kind: 'builder' | 'provisioner' | 'post-processor',
  type: string,
  nearest: string | undefined,
): BuildError =>
  new BuildError(
    'component-unknown',
    `error initializing ${kind} '${type}': Unknown ${kind} ${type}`,
    nearest === undefined ? {} : { hint: `Did you mean ${nearest}?` },
  );

export const builderUnsupported = (type: string): BuildError =>
  new BuildError(
    'component-unsupported',
    `builder '${type}' can be validated but not run by ecs-imagebuild; leave it out with -except=NAME`,
  );

export const builderNotAvailable = (type: string): BuildError =>
  new BuildError('component-unsupported', `builder '${type}' is not available yet`);

export const postProcessorNotAvailable = (name: string): BuildError =>
  new BuildError(
    'component-unsupported',
    `post-processor '${name}' is not available yet; run with -except=${name} to leave it out`,
  );

export const ossBucketMissing = (): BuildError => configRefused(['oss_bucket_name must be set']);

export const endpointInvalid = (url: string): BuildError =>
  new BuildError('usage', `--endpoint-url: "${url}" is not an http or https URL`, {
    hint: 'Write it as http://127.0.0.1:8080, as `ecs-imagebuild emulator` prints it.',
  });

export const reportUnwritable = (path: string, why: string): BuildError =>
  new BuildError('usage', `Writing the report ${path}: ${why}`);

export const stateUnwritable = (folder: string, why: string): BuildError =>
  new BuildError('journal-unwritable', `Making the run's folder in ${folder}: ${why}`, {
    hint: 'Choose a folder that can be written with --state-dir.',
  });

export const emulatorOnly = (flags: readonly string[]): BuildError =>
  new BuildError(
    'usage',
    `${flags.map((flag) => `--${flag}`).join(', ')} only ${flags.length === 1 ? 'goes' : 'go'} with --emulate`,
  );

export const faultsUnreadable = (path: string, why: string): BuildError =>
  new BuildError('emulator-invalid', `Reading the faults in ${path}: ${why}`);

/** A slip of ours, told without a stack. */
export const unforeseen = (why: string): string =>
  `ecs-imagebuild failed in a way it did not foresee: ${why}`;

export const componentUndocumented = (name: string, nearest: string | undefined): BuildError =>
  new BuildError('component-unknown', `There is no component "${name}" to tell about.`, {
    hint: nearest === undefined ? 'List all of them with: ecs-imagebuild docs' : `Did you mean ${nearest}?`,
  });

export const shellUnknown = (name: string, known: readonly string[]): BuildError =>
  new BuildError('usage', `There is no completion for "${name}".`, {
    hint: `There is one for each of: ${known.join(', ')}.`,
  });

export const formattedUnwritable = (path: string, why: string): BuildError =>
  new BuildError('template-not-found', `Writing the formatted text to ${path}: ${why}`);

export const logUnwritable = (why: string): BuildError =>
  new BuildError('usage', `Couldn't setup log output: ${why}`, {
    hint: 'PACKER_LOG_PATH has to name a file that can be written.',
  });

/** A breakpoint, or anything else that waits for a person, while the output is for a program. */
export const cannotAsk = (): BuildError =>
  new BuildError('provision-failed', "Error asking for input: machine-readable UI can't ask", {
    hint: 'Leave -machine-readable out, or set "disable": true on the breakpoint.',
  });

export const commandRefused = (name: string, why: string, hint: string): BuildError =>
  new BuildError('component-unsupported', `${name}: ${why}`, { hint });
