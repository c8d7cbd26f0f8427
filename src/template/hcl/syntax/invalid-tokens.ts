import type { Diagnostic } from '../diagnostic.ts';
import type { Source } from './source.ts';
import type { Token, TokenKind } from './token.ts';

const BITWISE = 'Bitwise operators are not supported.';
const CURLY =
  '"Curly quotes" are not valid here. These can sometimes be inadvertently introduced when sharing code via documents or discussion forums. It might help to replace the character with a "straight quote".';

const UNSUPPORTED: Partial<Record<TokenKind, readonly [summary: string, detail: string]>> = {
  '&': ['Unsupported operator', `${BITWISE} Did you mean boolean AND ("&&")?`],
  '|': ['Unsupported operator', `${BITWISE} Did you mean boolean OR ("||")?`],
  '^': ['Unsupported operator', BITWISE],
  '~': ['Unsupported operator', `${BITWISE} Did you mean boolean NOT ("!")?`],
  ';': [
    'Invalid character',
    'The ";" character is not valid. Use newlines to separate arguments and blocks, and commas to separate items in collection values.',
  ],
  '`': [
    'Invalid character',
    'The "`" character is not valid. To create a multi-line string, use the "heredoc" syntax, like "<<EOT".',
  ],
  "'": ['Invalid character', 'Single quotes are not valid. Use double quotes (") to enclose strings.'],
  'quoted-newline': [
    'Invalid multi-line string',
    'Quoted strings may not be split over multiple lines. To produce a multi-line string, either use the \\n escape to represent a newline character or use the "heredoc" multi-line template syntax.',
  ],
  'bad-encoding': [
    'Invalid character encoding',
    'All input files must be UTF-8 encoded. Ensure that UTF-8 encoding is selected in your editor.',
  ],
  invalid: ['Invalid character', 'This character is not used within the language.'],
};

/** Told once for each text: they come in pairs, or in great number. */
const ONCE: ReadonlySet<TokenKind> = new Set(['&', '|', '^', '~', ';', '`', "'"]);

/** What is no part of the language, wherever it stands. */
export function invalidTokens(source: Source, tokens: readonly Token[]): readonly Diagnostic[] {
  const told = new Set<TokenKind>();
  const diagnostics: Diagnostic[] = [];
  for (const { kind, start, end } of tokens) {
    const known = UNSUPPORTED[kind];
    if (known === undefined || told.has(kind)) continue;
    if (ONCE.has(kind)) told.add(kind);
    const curly = kind === 'invalid' && /[“”‘’]/.test(source.text.slice(start, end));
    const [summary, detail] = known;
    diagnostics.push({ summary, detail: curly ? CURLY : detail, subject: { source, start, end } });
  }
  return diagnostics;
}
