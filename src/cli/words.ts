import { BuildError } from '../errors/build-error.ts';

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

export const reportUnwritable = (path: string, why: string): BuildError =>
  new BuildError('usage', `Writing the report ${path}: ${why}`);

export const emulatorOnly = (flags: readonly string[]): BuildError =>
  new BuildError(
    'usage',
    `${flags.map((flag) => `--${flag}`).join(', ')} only ${flags.length === 1 ? 'goes' : 'go'} with --emulate`,
  );

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

export const upgradeUnwritable = (path: string, why: string): BuildError =>
  new BuildError('template-not-found', `Failed to create output file: ${path}: ${why}`);

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
