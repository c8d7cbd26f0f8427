import type { Place } from '../../errors/mistake.ts';

/** A text that came from a file. */
export interface Source {
  readonly text: string;
  readonly path: string;
}

/** A place in a text as editors count it: both from 1, columns in characters. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where the UTF-16 unit at `offset` stands. */
function position(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: Array.from(before.slice(lineStart)).length + 1 };
}

/** The place of what stands from `start` to `end`; of several lines the first counts. */
export function placeAt({ text, path }: Source, start: number, end: number): Place {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', start);
  const lineEnd = newline < 0 ? text.length : newline;
  const meant = Math.max(start, Math.min(end, lineEnd));
  const marked = text.slice(start, meant);
  return {
    file: path,
    ...position(text, start),
    length: Math.max(1, Array.from(marked).length),
    shown: {
      before: lastOf(withoutSecrets(text.slice(lineStart, start))),
      marked: firstOf(printable(marked)),
      // What is meant may be the name of a secret that follows.
      after: firstOf(withoutSecrets(text.slice(start, lineEnd).replace(/\r$/, '')).slice(marked.length)),
    },
  };
}

/** So much of a line is shown on either side of what is meant: templates may be one long line. */
const MOST = 60;

function lastOf(text: string): string {
  const characters = Array.from(text);
  return characters.length <= MOST ? text : `...${characters.slice(-MOST).join('')}`;
}

function firstOf(text: string): string {
  const characters = Array.from(text);
  return characters.length <= MOST ? text : `${characters.slice(0, MOST).join('')}...`;
}

const SECRET = 'secret|password|passwd|token|private_key|access_key|credential';

/** Whether a setting of this name is likely to hold a secret. */
export function namesSecret(name: string): boolean {
  return new RegExp(SECRET, 'i').test(name);
}

/** A value that stands beside a name such as `secret_key`, in JSON or HCL. */
const secretValue = new RegExp(`((?:${SECRET})\\w*"?\\s*[:=]\\s*)"(?:[^"\\\\]|\\\\.)*("|$)`, 'gi');

function withoutSecrets(text: string): string {
  return printable(text.replace(secretValue, '$1"***"'));
}

/** Characters that would move the cursor, or do worse, on a terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (one) => (one === '\t' ? one : '\ufffd'));
}
