import { readdirSync, readFileSync, type Stats, statSync } from 'node:fs';
import { basename, isAbsolute, join, normalize, resolve } from 'node:path';
import { BOOL, STRING, setOf } from '../types/type.ts';
import { setValue } from '../values/set-order.ts';
import { boolValue, stringValue, type Value } from '../values/value.ts';
import { ofTexts, text, textOf } from './define.ts';
import { FunctionError, type HclFunction, type Surroundings } from './function.ts';
import { globToPattern } from './glob.ts';

export const FILES: Readonly<Record<string, HclFunction>> = {
  file: {
    parameters: [text('path')],
    returns: STRING,
    call: ([path], around) => stringValue(readText(textOf(path), around)),
  },
  filebase64: {
    parameters: [text('path')],
    returns: STRING,
    call: ([path], around) => stringValue(readBase64(textOf(path), around)),
  },
  fileexists: {
    parameters: [text('path')],
    returns: BOOL,
    call: ([path], around) => boolValue(exists(textOf(path), around)),
  },
  fileset: { parameters: [text('path'), text('pattern')], returns: setOf(STRING), call: fileSet },
  basename: ofTexts(['path'], (path) => (path === '' ? '.' : basename(path) || '/')),
  dirname: ofTexts(['path'], folderName),
  abspath: {
    parameters: [text('path')],
    returns: STRING,
    call: ([path], { cwd }) => stringValue(resolve(cwd, textOf(path))),
  },
  pathexpand: {
    parameters: [text('path')],
    returns: STRING,
    call: ([path], around) => stringValue(expandHome(textOf(path), around)),
  },
};

function folderName(path: string): string {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  if (folder === '') return '.';
  const clean = normalize(folder);
  return clean.length > 1 && clean.endsWith('/') ? clean.slice(0, -1) : clean;
}

function expandHome(path: string, { home = '' }: Surroundings): string {
  if (!path.startsWith('~')) return path;
  if (path.length > 1 && path[1] !== '/') throw new FunctionError('cannot expand user-specific home dir');
  return join(home, path.slice(1));
}

/** The path as messages name it: seen from the folder of the template. */
function templatePath(given: string, around: Surroundings): string {
  const path = expandHome(given, around);
  const joined = isAbsolute(path)
    ? normalize(path)
    : normalize(join(around.folder === '' ? '.' : around.folder, path));
  return joined.length > 1 ? joined.replace(/\/$/, '') : joined;
}

/** The text of a file that a template names. */
export function readText(given: string, around: Surroundings): string {
  const path = templatePath(given, around);
  const full = resolve(around.cwd, path);
  if (!present(full)) throw new FunctionError(`no file exists at ${path}`);
  const bytes = readOrFail(full, () => `failed to read ${path}`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FunctionError(
      `contents of ${path} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead`,
    );
  }
}

/** A name that no file can have is that of none. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

function present(path: string): boolean {
  return statOf(path) !== undefined;
}

function readOrFail(path: string, wording: () => string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    throw new FunctionError(wording());
  }
}

function readBase64(path: string, { cwd }: Surroundings): string {
  const full = resolve(cwd, path);
  const stat = statOf(full);
  const failed = `failed to read file "${path}"`;
  if (stat === undefined) throw new FunctionError(`${failed}: open ${path}: no such file or directory`);
  if (stat.isDirectory()) throw new FunctionError(`${failed}: read ${path}: is a directory`);
  return readOrFail(full, () => failed).toString('base64');
}

function exists(given: string, around: Surroundings): boolean {
  const path = templatePath(given, around);
  const stat = statOf(resolve(around.cwd, path));
  if (stat === undefined) return false;
  if (stat.isFile()) return true;
  throw new FunctionError(`${path} is not a regular file, but "${modeText(stat.mode, stat.isDirectory())}"`);
}

const PERMISSIONS = 'rwxrwxrwx';

/** `drwxr-xr-x`. */
function modeText(mode: number, folder: boolean): string {
  const letters = [...PERMISSIONS].map((letter, index) => ((mode >> (8 - index)) & 1 ? letter : '-'));
  return (folder ? 'd' : '-') + letters.join('');
}

function fileSet([given, pattern]: readonly Value[], around: Surroundings): Value {
  const folder = resolve(around.cwd, templatePath(textOf(given), around));
  const wanted = globToPattern(textOf(pattern));
  if (wanted === undefined)
    throw new FunctionError(`failed to glob pattern (${textOf(pattern)}): syntax error in pattern`);
  const names = present(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const files = names.filter((name) => wanted.test(name) && statOf(join(folder, name))?.isFile());
  return setValue(STRING, files.map(stringValue));
}
