import type { Token, TokenKind } from '../syntax/token.ts';

/** A token with the blanks before it, which are what formatting changes. */
export interface Piece {
  readonly kind: TokenKind;
  readonly text: string;
  spaces: number;
}

/** A line in up to three columns. */
export interface Line {
  readonly lead: readonly Piece[];
  /** From the equals sign on, where the value ends on the same line. */
  readonly assign: readonly Piece[];
  /** A comment after something else. */
  readonly comment: readonly Piece[];
}

/** Lines end with newlines, and with comments that reach to the end of a line. A heredoc is part of the line that it begins on. */
export function linesOf(text: string, tokens: readonly Token[]): readonly Line[] {
  const lines: Line[] = [];
  let pieces: Piece[] = [];
  let end = 0;
  for (const { kind, start, end: next } of tokens) {
    if (kind === 'end') break;
    const piece = { kind, text: text.slice(start, next), spaces: Math.max(0, start - end) };
    end = next;
    pieces.push(piece);
    if (kind === 'newline' || (kind === 'comment' && piece.text.endsWith('\n'))) {
      lines.push(divided(pieces));
      pieces = [];
    }
  }
  if (pieces.length > 0) lines.push(divided(pieces));
  return lines;
}

function divided(pieces: readonly Piece[]): Line {
  const last = pieces.at(-1);
  const hasComment = pieces.length > 1 && last?.kind === 'comment';
  const code = hasComment ? pieces.slice(0, -1) : pieces;
  const comment = hasComment ? pieces.slice(-1) : [];
  const equals = code.findIndex(({ kind }, index) => index > 0 && kind === '=');
  // A value that goes on below is none that others can be aligned with.
  if (equals < 0 || bracketBalance(code.slice(equals)) !== 0) return { lead: code, assign: [], comment };
  return { lead: code.slice(0, equals), assign: code.slice(equals), comment };
}

const OPENING: ReadonlySet<TokenKind> = new Set(['{', '[', '(', '${', '%{']);
const CLOSING: ReadonlySet<TokenKind> = new Set(['}', ']', ')', 'sequence-end']);

export function isOpening({ kind }: Piece): boolean {
  return OPENING.has(kind);
}

export function isClosing({ kind }: Piece): boolean {
  return CLOSING.has(kind);
}

/** Brackets opened less brackets closed. */
export function bracketBalance(pieces: readonly Piece[]): number {
  return pieces.reduce((balance, piece) => balance + (isOpening(piece) ? 1 : isClosing(piece) ? -1 : 0), 0);
}
