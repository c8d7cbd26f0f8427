import type { TokenKind } from '../syntax/token.ts';
import { isClosing, isOpening, type Line, type Piece } from './line.ts';

/** One blank between tokens, or none. The first token of a line keeps its indentation. */
export function spaceTokens(lines: readonly Line[]): void {
  for (const { lead, assign } of lines) {
    spaceColumn(lead);
    const [equals] = assign;
    if (equals !== undefined) equals.spaces = 1;
    spaceColumn(assign);
  }
}

function spaceColumn(pieces: readonly Piece[]): void {
  for (const [index, piece] of pieces.entries()) {
    const next = pieces[index + 1];
    if (next !== undefined) next.spaces = isApart({ before: pieces[index - 1], piece, next }) ? 1 : 0;
  }
}

interface Place {
  readonly before: Piece | undefined;
  readonly piece: Piece;
  readonly next: Piece;
}

/** Rules in the order of their weight; the first that knows the place decides. */
const RULES: readonly ((place: Place) => boolean | undefined)[] = [
  ({ next }) => (next.kind === 'newline' ? false : undefined),
  // Calls, namespaces and attributes are one word.
  ({ piece, next }) =>
    piece.kind === 'identifier' && (next.kind === '(' || next.kind === '::') ? false : undefined,
  ({ piece, next }) => (piece.kind === '::' && next.kind === 'identifier' ? false : undefined),
  ({ piece, next }) => (piece.kind === '.' || next.kind === '.' ? false : undefined),
  ({ next }) => (next.kind === ',' || next.kind === '...' ? false : undefined),
  ({ piece }) => (piece.kind === ',' ? true : undefined),
  ({ piece, next }) => (BEFORE_TEXT.has(piece.kind) || AFTER_TEXT.has(next.kind) ? false : undefined),
  // `for x in [1]` is no index.
  ({ before, piece }) =>
    piece.kind === 'identifier' && piece.text === 'in' && before?.kind === 'identifier' ? true : undefined,
  ({ piece, next }) => (next.kind === '[' && isIndexable(piece) ? false : undefined),
  ({ piece }) => (piece.kind === '!' ? false : undefined),
  ({ before, piece }) => (piece.kind === '-' ? !isNegation(before) : undefined),
  ({ piece, next }) => (piece.kind === '{' && next.kind === '}' ? false : undefined),
  ({ piece, next }) => (piece.kind === '{' || next.kind === '}' ? true : undefined),
  ({ piece, next }) => (isSequence(piece.kind) && next.kind === '{' ? true : undefined),
  ({ piece, next }) => (piece.kind === '}' && next.kind === 'sequence-end' ? true : undefined),
  ({ piece, next }) => (piece.kind === 'sequence-end' && isSequence(next.kind) ? false : undefined),
  ({ piece }) => (isOpening(piece) ? false : undefined),
  ({ next }) => (isClosing(next) ? false : undefined),
];

function isApart(place: Place): boolean {
  for (const rule of RULES) {
    const apart = rule(place);
    if (apart !== undefined) return apart;
  }
  return true;
}

/** Text keeps its own blanks. */
const BEFORE_TEXT: ReadonlySet<TokenKind> = new Set([
  'quoted-text',
  'heredoc-text',
  'open-quote',
  'open-heredoc',
]);
const AFTER_TEXT: ReadonlySet<TokenKind> = new Set([
  'quoted-text',
  'heredoc-text',
  'close-quote',
  'close-heredoc',
]);

function isSequence(kind: TokenKind): boolean {
  return kind === '${' || kind === '%{';
}

function isIndexable(piece: Piece): boolean {
  return piece.kind === 'identifier' || piece.kind === 'number' || isClosing(piece);
}

/** A minus after what cannot end an expression belongs to what follows. */
const BEFORE_NEGATION: ReadonlySet<TokenKind> = new Set([
  '(',
  '{',
  '[',
  '=',
  ':',
  ',',
  '?',
  '+',
  '*',
  '/',
  '%',
  '-',
  '==',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  '&&',
  '||',
  '!',
]);

function isNegation(before: Piece | undefined): boolean {
  return before === undefined || BEFORE_NEGATION.has(before.kind);
}
