import { BuildError } from '../../../errors/build-error.ts';

/** Texts of `fix`, which are Packer's. */
export const fixUnopened = (path: string, why: string): BuildError =>
  new BuildError('template-not-found', `Error opening template: open ${path}: ${why}`);

export const fixUnparsed = (why: string, cause?: BuildError): BuildError =>
  new BuildError('template-syntax', `Error parsing template: ${why}`, {
    cause,
    mistakes: cause?.mistakes ?? [],
  });

export const fixRefused = (why: string): BuildError =>
  new BuildError('template-invalid', `Error fixing: ${why}`);

export const fixedUnusable = (what: 'fails to parse' | 'failed to validate', why: string): BuildError =>
  new BuildError(
    'template-invalid',
    `Error! Fixed template ${what}: ${why}\n\n` +
      'This is usually caused by an error in the input template.\n' +
      'Please fix the error and try again.',
  );
