import { BuildError } from '../errors/build-error.ts';

/** The latency given for the emulator cannot be read; `choices` are the names that can be. */
export function latencyInvalid(reason: string, cause?: unknown, choices: readonly string[] = []): BuildError {
  const known = choices.length > 0 ? `Known names: ${choices.join(', ')}.` : '';
  return new BuildError('emulator-invalid', `The latency of the emulator cannot be read: ${reason}.`, {
    hint:
      known === ''
        ? 'Give a profile (instant, fast, realistic), "realistic*0.1", an object or a .json file.'
        : known,
    cause,
  });
}
