import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { BuildError } from '../errors/build-error.ts';
import { reason } from '../wire/reason.ts';
import { hclUnsupported, templateNotFound, templateUnreadable } from './words.ts';

export interface TemplateSource {
  readonly text: string;
  /** Absolute; `<cwd>/-` for standard input, so that the template's folder is the working folder. */
  readonly path: string;
}

/** Reads the template that was named on the command line; `-` is standard input. Throws `template-not-found`. */
export async function readTemplate(name: string, terminal: Reading): Promise<TemplateSource> {
  if (/\.pkr\.(hcl|json)$/.test(name)) throw hclUnsupported(name);
  return readSource(name, terminal, (why, code) => {
    if (code === 'ENOENT') return templateNotFound(name);
    return code === 'EISDIR' ? hclUnsupported(name) : templateUnreadable(name, why);
  });
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

/** Reads a file, or standard input for `-`; `refuse` words why that does not work. */
export async function readSource(
  name: string,
  { stdin, cwd }: Reading,
  refuse: (why: string, code: unknown) => BuildError,
): Promise<TemplateSource> {
  if (name === '-') return { text: await text(stdin), path: join(cwd, '-') };
  const path = resolve(cwd, name);
  try {
    return { text: readFileSync(path, 'utf8'), path };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    throw refuse(code === 'ENOENT' ? 'no such file or directory' : reason(cause), code);
  }
}
