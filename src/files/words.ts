import { BuildError } from '../errors/build-error.ts';

export const badPattern = (pattern: string): BuildError =>
  new BuildError('post-process-failed', `syntax error in pattern: ${pattern}`, {
    hint: 'Close the bracket, or put a backslash before it where it stands for itself.',
  });
