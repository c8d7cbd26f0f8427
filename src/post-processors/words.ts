import { BuildError } from '../errors/build-error.ts';
import { prepareErrors } from '../errors/multi-error.ts';
import { reason } from '../wire/reason.ts';

/** A failure of one post-processor, in Packer's words. */
export const postProcessorFailed = (error: unknown): string => `Post-processor failed: ${reason(error)}`;

export const inputLeft = (type: string, error: unknown): string =>
  `Failed cleaning up prior artifact: ${reason(error)}; pp is ${type}`;

export const artifactLeft = (error: unknown, files: readonly string[]): string =>
  `Error destroying builder artifact: ${reason(error)}; bad artifact: [${files.join(' ')}]`;

/** All that went wrong in the chains of a build. */
export const postProcessingFailed = (messages: readonly string[], first: unknown): BuildError => {
  const hint = first instanceof BuildError ? first.hint : undefined;
  return new BuildError('post-process-failed', prepareErrors(messages), {
    cause: first,
    ...(hint !== undefined && { hint }),
  });
};

/** A failed file operation; the reason is in Go's words. */
export const fileFailed = (context: string, why: string): BuildError =>
  new BuildError('post-process-failed', context === '' ? why : `${context}: ${why}`);

export const checksumUnknown = (type: string): string => `Unrecognized checksum type: ${type}`;

export const noFiles = (): BuildError =>
  new BuildError('config-invalid', 'No files specified in artifice configuration', {
    hint: 'Name the files that make up the artifact: "files": ["out/*.img"].',
  });

export const manifestUnparsed = (path: string, why: string): BuildError =>
  new BuildError('post-process-failed', `Unable to parse content from ${path}: ${why}`, {
    hint: 'Remove the file, or name another one with "output".',
  });

export const manyInputs = (files: readonly string[]): BuildError =>
  new BuildError(
    'post-process-failed',
    `Can only have 1 input file when not using tar/zip. Found ${files.length} files: [${files.join(' ')}]`,
    { hint: 'End "output" in .tar.gz or .zip.' },
  );

export const xzMissing = (why: string): BuildError =>
  new BuildError('post-process-failed', `xz compression is not available: ${why}`, {
    hint: 'Install the program xz, or the package lzma-native beside this one; or compress to .gz.',
  });

export const xzFailed = (code: number | null, stderr: string): BuildError =>
  new BuildError('post-process-failed', `xz ended with status ${code ?? 'unknown'}: ${stderr.trim()}`);

export const notAlone = (step: string): BuildError =>
  new BuildError('config-invalid', `${step} is not run by itself: the chain behind it needs its result.`, {
    hint: `Run it and all that follows with: ecs-imagebuild resume RUN --from ${step}`,
  });

export const compressesItself = (output: string): BuildError =>
  new BuildError('post-process-failed', `${output} is one of the files to compress`, {
    hint: 'Name another "output": writing it would empty the file first.',
  });

export const levelInvalid = (compressor: string): BuildError =>
  new BuildError(
    'config-invalid',
    `error creating ${compressor} writer: Invalid compression level. Expected an integer from -1 to 9.`,
    { hint: 'Leave "compression_level" out for the usual one.' },
  );
