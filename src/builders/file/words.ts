import { BuildError } from '../../errors/build-error.ts';

/** The words are Go's: `open nope.txt: no such file or directory`. */
export const fileUnmade = (why: string): BuildError => new BuildError('transfer-failed', why);

export const copiesItself = (path: string): BuildError =>
  new BuildError('config-invalid', `source and target are the same file: ${path}`, {
    hint: 'Name another target: copying a file onto itself would empty it.',
  });
