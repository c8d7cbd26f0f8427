export type TokenKind =
  | 'assign'
  | 'bool'
  | 'char'
  | 'char-constant'
  | 'declare'
  | 'dot'
  | 'end-of-text'
  | 'error'
  | 'field'
  | 'identifier'
  | 'keyword'
  | 'left-delimiter'
  | 'left-paren'
  | 'nil'
  | 'number'
  | 'pipe'
  | 'raw-string'
  | 'right-delimiter'
  | 'right-paren'
  | 'space'
  | 'string'
  | 'text'
  | 'variable';

/** A piece of a template text; `text` of an error is its message. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly offset: number;
  readonly line: number;
}
