import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { BuildError } from '../errors/build-error.ts';
import type { TemplateFile } from '../template/hcl/packer/read-configuration.ts';
import { reason } from '../wire/reason.ts';
import { templateNotFound, templateUnreadable } from './words.ts';

export interface TemplateSource {
  /** Its files, where it is in HCL2. */
  readonly hcl?: HclSource;
  readonly text: string;
  /** Absolute; `<cwd>/-` for standard input, so that the template's folder is the working folder. */
  readonly path: string;
}

export interface HclSource {
  /** As it was named. */
  readonly argument: string;
  /** Absolute: where it is. */
  readonly folder: string;
  /** Its folder, as it was given. */
  readonly root: string;
  readonly files: readonly TemplateFile[];
  /** Files with values of variables that are read by themselves. */
  readonly values: readonly TemplateFile[];
}

/** Reads the template that was named on the command line; `-` is standard input. Throws `template-not-found`. */
export async function readTemplate(name: string, terminal: Reading): Promise<TemplateSource> {
  const hcl = name === '-' ? undefined : (await import('./hcl/read-hcl.ts')).readHcl(name, terminal.cwd);
  if (hcl !== undefined) return hcl;
  return readSource(name, terminal, (why, code) => {
    if (code === 'ENOENT') return templateNotFound(name);
    return templateUnreadable(name, why);
  });
}

/** The folder that a template is in. */
export function folderOf({ path, hcl }: TemplateSource): string {
  return hcl?.folder ?? dirname(path);
}

/** What Packer takes for the template where a command can do without one. */
const SMALLEST = '{"builders":[{"type":"null","communicator":"none"}]}';

/** The same for commands whose template may be left out. */
export async function readTemplateOrSmallest(
  name: string | undefined,
  terminal: Reading,
): Promise<TemplateSource> {
  return name === undefined ? { text: SMALLEST, path: terminal.cwd } : readTemplate(name, terminal);
}

/** What reading a template takes of the surroundings. */
interface Reading {
  readonly stdin: Readable;
  readonly cwd: string;
}

const OWN_INPUT = /^\/(?:dev\/stdin|(?:dev|proc\/self)\/fd\/0)$/;

/** Reads a file, or standard input for `-` and for what is no regular file; `refuse` words why that does not work. */
export async function readSource(
  name: string,
  { stdin, cwd }: Reading,
  refuse: (why: string, code: unknown) => BuildError,
): Promise<TemplateSource> {
  if (name === '-') return { text: await text(stdin), path: join(cwd, '-') };
  const path = resolve(cwd, name);
  try {
    const facts = await stat(path);
    if (facts.isFile() || facts.isDirectory()) return { text: await readFile(path, 'utf8'), path };
    // A pipe cannot be read again, and nothing can be put beside it. A socket cannot even be opened by its name.
    const piped = OWN_INPUT.test(path) ? stdin : createReadStream(path);
    return { text: await text(piped), path: join(cwd, '-') };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    throw refuse(code === 'ENOENT' ? 'no such file or directory' : reason(cause), code);
  }
}
