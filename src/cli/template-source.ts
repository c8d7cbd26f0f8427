import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { hclUnsupported, templateNotFound, templateUnreadable } from '../errors/word/cli.ts';
import { reason } from '../errors/word/engine.ts';
import type { Terminal } from './terminal.ts';

export interface TemplateSource {
  readonly text: string;
  /** Absolute; `<cwd>/-` for standard input, so that the template's folder is the working folder. */
  readonly path: string;
}

/** Reads the template that was named on the command line; `-` is standard input. Throws `template-not-found`. */
export async function readTemplate(
  name: string,
  { stdin, cwd }: Pick<Terminal, 'stdin' | 'cwd'>,
): Promise<TemplateSource> {
  if (name === '-') return { text: await text(stdin), path: join(cwd, '-') };
  if (/\.pkr\.(hcl|json)$/.test(name)) throw hclUnsupported(name);
  const path = resolve(cwd, name);
  try {
    return { text: readFileSync(path, 'utf8'), path };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'ENOENT') throw templateNotFound(name);
    if (code === 'EISDIR') throw hclUnsupported(name);
    throw templateUnreadable(name, reason(cause));
  }
}
