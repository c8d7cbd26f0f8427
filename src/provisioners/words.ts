import { BuildError } from '../errors/build-error.ts';
import { unknownType } from '../errors/component-words.ts';
import { reason } from '../wire/reason.ts';

/** `context` in front of an error's text; its code, its way out and its facts stay. */
export function explained(context: string, error: unknown): BuildError {
  const message = `${context}${reason(error)}`;
  if (!(error instanceof BuildError)) return new BuildError('provision-failed', message, { cause: error });
  return error.with({ message, cause: error });
}

/** Waits for work; when it fails, the error says first what was being done. */
export async function explaining<T>(context: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw explained(context, error);
  }
}

/** Packer's sentence, as version 1.6.6 prints it: no blank after the period. */
export const exitCode = (code: number, allowed: readonly number[]): BuildError =>
  new BuildError(
    'script-failed',
    `Script exited with non-zero exit status: ${code}.Allowed exit codes are: [${allowed.join(' ')}]`,
    { data: { exitCode: code, allowed } },
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
  return new BuildError('component-unknown', message, {
    ...(meant !== undefined && { hint: `Did you mean "${meant}"?` }),
    mistakes: [unknownType('provisioner', type, meant)],
  });
};

export const typeUnserved = (type: string): BuildError =>
  new BuildError('component-unsupported', `The provisioner ${type} is not available yet.`, {
    hint: 'Use a shell or shell-local provisioner that calls the tool, or build this template with Packer.',
    data: { type },
  });

export const retriesInvalid = (text: string, why: string): BuildError =>
  refusedRetries(
    `\`max_retries\` must be a valid integer: strconv.Atoi: parsing ${JSON.stringify(text)}: ${why}`,
  );

const refusedRetries = (message: string): BuildError =>
  new BuildError('config-invalid', message, {
    mistakes: [{ message, advice: 'write a whole number', spot: { path: ['max_retries'] } }],
  });
