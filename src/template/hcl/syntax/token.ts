/**
 * Operators and brackets are called by their text. Of a quoted text or heredoc: its opening, its literal pieces, the sequences in it,
 * its end. `invalid` has no place in the language.
 */
export type TokenKind =
  | 'identifier'
  | 'number'
  | 'comment'
  | 'newline'
  | 'open-quote'
  | 'close-quote'
  | 'quoted-text'
  | 'quoted-newline'
  | 'open-heredoc'
  | 'close-heredoc'
  | 'heredoc-text'
  | '${'
  | '%{'
  | 'sequence-end'
  | 'invalid'
  | 'bad-encoding'
  | 'end'
  | Operator;

type Operator = (typeof OPERATORS)[number];

/** Longer ones come before those that they begin with. */
export const OPERATORS = [
  '...',
  '==',
  '!=',
  '<=',
  '>=',
  '=>',
  '&&',
  '||',
  '::',
  '=',
  '<',
  '>',
  '!',
  '+',
  '-',
  '*',
  '/',
  '%',
  '?',
  ':',
  '.',
  ',',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '&',
  '|',
  '^',
  '~',
  ';',
  '`',
  "'",
] as const;

export interface Token {
  readonly kind: TokenKind;
  readonly start: number;
  readonly end: number;
}
