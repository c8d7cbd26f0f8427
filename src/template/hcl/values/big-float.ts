/** Bits of mantissa that a number of a template has. */
export const FULL_PRECISION = 512;

/** Largest power of ten that a number may be written with: what is beyond takes long and is of no use. */
const LARGEST_EXPONENT = 100_000;

/** A binary float as Go's `big.Float`: `sign * mantissa * 2 ** exponent`; the mantissa is odd, or zero. */
export interface BigFloat {
  readonly sign: 1 | -1;
  readonly mantissa: bigint;
  readonly exponent: number;
  /** Bits that the mantissa may have; operations keep the larger one of their operands. */
  readonly precision: number;
  readonly infinite: boolean;
}

type Parts = Pick<BigFloat, 'sign' | 'mantissa' | 'exponent'>;

export function infinity(sign: 1 | -1): BigFloat {
  return { sign, mantissa: 0n, exponent: 0, precision: FULL_PRECISION, infinite: true };
}

/** Rounds half to even. `sticky`: some of the value lies below the last bit. */
export function rounded({ sign, mantissa, exponent }: Parts, precision: number, sticky = false): BigFloat {
  const over = bitLength(mantissa) - precision;
  if (over <= 0) return stripped({ sign, mantissa, exponent }, precision);
  const shift = BigInt(over);
  const kept = mantissa >> shift;
  const rest = mantissa - (kept << shift);
  const half = 1n << (shift - 1n);
  const up = rest > half || (rest === half && (sticky || (kept & 1n) === 1n));
  return stripped({ sign, mantissa: up ? kept + 1n : kept, exponent: exponent + over }, precision);
}

function stripped({ sign, mantissa, exponent }: Parts, precision: number): BigFloat {
  if (mantissa === 0n) return { sign, mantissa, exponent: 0, precision, infinite: false };
  const zeros = trailingZeros(mantissa);
  return {
    sign,
    mantissa: mantissa >> BigInt(zeros),
    exponent: exponent + zeros,
    precision,
    infinite: false,
  };
}

export function bitLength(value: bigint): number {
  if (value === 0n) return 0;
  const digits = value.toString(16);
  return digits.length * 4 - (Math.clz32(Number.parseInt(digits[0] ?? '0', 16)) - 28);
}

function trailingZeros(value: bigint): number {
  const digits = value.toString(16);
  const zeros = /0*$/.exec(digits)?.[0].length ?? 0;
  const last = Number.parseInt(digits[digits.length - 1 - zeros] ?? '1', 16);
  return zeros * 4 + (31 - Math.clz32(last & -last));
}

export function fromInteger(value: bigint | number, precision = 64): BigFloat {
  const whole = BigInt(value);
  const mantissa = whole < 0n ? -whole : whole;
  const sign = whole < 0n ? -1 : 1;
  return rounded({ sign, mantissa, exponent: 0 }, Math.max(precision, bitLength(mantissa)));
}

/** A float of 53 bits; `NaN` has no place among these numbers. */
export function fromNumber(value: number): BigFloat {
  const sign = value < 0 || Object.is(value, -0) ? -1 : 1;
  if (!Number.isFinite(value)) return infinity(sign);
  let magnitude = Math.abs(value);
  let exponent = 0;
  while (magnitude !== Math.floor(magnitude)) {
    magnitude *= 2;
    exponent -= 1;
  }
  return rounded({ sign, mantissa: BigInt(magnitude), exponent }, 53);
}

const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Reads decimal digits or an infinity; `undefined` for anything else. */
export function parseBigFloat(text: string, precision = FULL_PRECISION): BigFloat | undefined {
  const endless = /^([+-]?)[iI]nf$/.exec(text);
  if (endless !== null) return infinity(endless[1] === '-' ? -1 : 1);
  const [, mark, whole = '', fraction = '', power = '0'] = decimal.exec(text) ?? [];
  if (mark === undefined || whole + fraction === '') return undefined;
  const sign = mark === '-' ? -1 : 1;
  const exponent = Number(power) - fraction.length;
  const digits = BigInt(whole + fraction);
  if (digits === 0n) return rounded({ sign, mantissa: 0n, exponent: 0 }, precision);
  if (Math.abs(exponent) > LARGEST_EXPONENT) return undefined;
  const scale = 10n ** BigInt(Math.abs(exponent));
  if (exponent >= 0) return rounded({ sign, mantissa: digits * scale, exponent: 0 }, precision);
  return divided(
    { sign, mantissa: digits, exponent: 0 },
    { sign: 1, mantissa: scale, exponent: 0 },
    precision,
  );
}

/** A quotient with enough bits to be rounded right. */
export function divided(left: Parts, right: Parts, precision: number): BigFloat {
  const shift = Math.max(0, precision + 2 + bitLength(right.mantissa) - bitLength(left.mantissa));
  const over = left.mantissa << BigInt(shift);
  const quotient = over / right.mantissa;
  // A bit below the quotient stands for whatever is left.
  const rest = over % right.mantissa === 0n ? 0n : 1n;
  const exponent = left.exponent - right.exponent - shift - 1;
  return rounded(
    { sign: left.sign === right.sign ? 1 : -1, mantissa: (quotient << 1n) | rest, exponent },
    precision,
  );
}

export function isWhole({ exponent, infinite }: BigFloat): boolean {
  return !infinite && exponent >= 0;
}

/** The whole part, towards zero. */
export function truncate({ sign, mantissa, exponent }: BigFloat): bigint {
  const magnitude = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa >> BigInt(-exponent);
  return sign < 0 ? -magnitude : magnitude;
}

/** The nearest float of 64 bits. */
export function toNumber(value: BigFloat): number {
  if (value.infinite) return value.sign * Number.POSITIVE_INFINITY;
  const near = rounded(value, 53);
  const top = near.exponent + bitLength(near.mantissa);
  const magnitude =
    top > 1024
      ? Number.POSITIVE_INFINITY
      : near.exponent < -1000
        ? Number(near.mantissa) * 2 ** -1000 * 2 ** Math.max(-1100, near.exponent + 1000)
        : Number(near.mantissa) * 2 ** near.exponent;
  return value.sign * magnitude;
}

const LARGEST_INT64 = 2n ** 63n - 1n;
const SMALLEST_INT64 = -(2n ** 63n);

/** The value where it is whole and fits 64 bits. */
export function toInt64(value: BigFloat): bigint | undefined {
  if (!isWhole(value) || value.exponent > 64) return undefined;
  const whole = truncate(value);
  return whole >= SMALLEST_INT64 && whole <= LARGEST_INT64 ? whole : undefined;
}
