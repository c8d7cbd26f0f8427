import { reason } from '../../../wire/reason.ts';
import { WindowsFileError } from '../files.ts';
import { objectOf } from './cast.ts';
import { PsError } from './failure.ts';
import { PsObject, type Value } from './value.ts';

/** `$_` in a `catch`. */
export function errorRecord(error: PsError): Value {
  const exception = objectOf({ Message: error.message }, 'System.Management.Automation.RuntimeException');
  const record = objectOf({ Exception: exception });
  return new PsObject({ ...record.members, text: () => error.message });
}

/** Whatever went wrong inside a statement, as an error of PowerShell. */
export function toPsError(error: unknown): PsError {
  if (error instanceof PsError) return error;
  if (error instanceof WindowsFileError)
    return new PsError(fileWords[error.code](error.path), { id: 'ItemNotFoundException' });
  return new PsError(reason(error));
}

const fileWords: Readonly<Record<WindowsFileError['code'], (path: string) => string>> = {
  missing: (path) => `Could not find file '${path}'.`,
  'missing-folder': (path) => `Could not find a part of the path '${path}'.`,
  folder: (path) => `Access to the path '${path}' is denied.`,
  exists: (path) => `An item with the specified name ${path} already exists.`,
  'not-empty': (path) => `The directory is not empty: '${path}'.`,
};
