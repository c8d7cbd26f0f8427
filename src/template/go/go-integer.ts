const min64 = -(2n ** 63n);
const max64 = 2n ** 63n - 1n;

/** Sign, base prefix and digits; Go lets an underscore stand between digits, and after the prefix. */
const shape =
  /^([+-]?)(?:0[xX]((?:_?[0-9a-fA-F])+)|0[bB]((?:_?[01])+)|0[oO]((?:_?[0-7])+)|(0(?:_?[0-7])+)|(0|[1-9](?:_?[0-9])*))$/;

/**
 * An integer literal as Go's ParseInt reads it with base 0: decimal, `0x`, `0b`, `0o`, and octal with a leading zero.
 * `'syntax'` and `'range'` tell the two ways in which it refuses a text.
 */
export function parseInteger(text: string, max = max64): bigint | 'syntax' | 'range' {
  const match = shape.exec(text);
  if (match === null) return 'syntax';
  const [, sign, hex, binary, octal, oldOctal, decimal] = match;
  const literal =
    prefixed('0x', hex) ?? prefixed('0b', binary) ?? prefixed('0o', octal ?? oldOctal) ?? decimal ?? '0';
  const magnitude = BigInt(literal.replaceAll('_', ''));
  const value = sign === '-' ? -magnitude : magnitude;
  return value < min64 || value > max ? 'range' : value;
}

function prefixed(prefix: string, digits: string | undefined): string | undefined {
  return digits === undefined ? undefined : prefix + digits;
}
