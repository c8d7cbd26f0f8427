/** One `%` directive of a format, arguments for `*` already taken. */
export interface Directive {
  readonly verb: string;
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  /** `#` of `%#v`, which asks for Go syntax and is no longer a plain `#` then. */
  readonly syntax: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

/** `%v` without anything else. */
export const plain: Directive = {
  verb: 'v',
  plus: false,
  minus: false,
  sharp: false,
  space: false,
  zero: false,
  syntax: false,
  width: undefined,
  precision: undefined,
};

/** Pads to the directive's width: zeros stand where blanks would, if it asks for them. */
export function pad(text: string, { width = 0, minus, zero }: Directive): string {
  const padding = (zero ? '0' : ' ').repeat(Math.max(0, width - Array.from(text).length));
  return minus ? text + padding : padding + text;
}

/** The text cut to the directive's precision, in characters. */
export function truncate(text: string, { precision }: Directive): string {
  return precision === undefined ? text : Array.from(text).slice(0, precision).join('');
}
