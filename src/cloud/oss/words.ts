import { BuildError } from '../../errors/build-error.ts';

export const bytesChanged = (path: string, bucket: string): BuildError =>
  new BuildError('transfer-failed', `What has arrived in bucket ${bucket} is not what ${path} holds.`, {
    hint: 'Nothing may write to the file meanwhile; then run the build again.',
  });

export const uploadLost = (path: string, bucket: string, cause: unknown): BuildError =>
  new BuildError('transfer-failed', `The upload of ${path} to bucket ${bucket} was ended by somebody else.`, {
    hint: 'Look for lifecycle rules of the bucket that remove parts, and run the build again.',
    cause,
  });
