/** One `%` directive of a format, arguments for `*` already taken. */
export interface Directive {
  readonly verb: string;
  readonly plus: boolean;
  readonly minus: boolean;
  readonly sharp: boolean;
  readonly space: boolean;
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly precision: number | undefined;
}

/** Pads to the directive's width with blanks, or with zeros behind the sign when `zeros` allows it. */
export function pad(text: string, directive: Directive, zeros = false): string {
  const missing = (directive.width ?? 0) - Array.from(text).length;
  if (missing <= 0) return text;
  if (directive.minus) return text + ' '.repeat(missing);
  if (!zeros || !directive.zero) return ' '.repeat(missing) + text;
  const sign = /^[+ -]/.test(text) ? text.slice(0, 1) : '';
  return sign + '0'.repeat(missing) + text.slice(sign.length);
}
