import {
  type BigFloat,
  bitLength,
  divided,
  FULL_PRECISION,
  fromInteger,
  infinity,
  rounded,
  truncate,
} from './big-float.ts';

/** What an operation on numbers cannot do, in the words of the language. */
export class ArithmeticError extends Error {}

export function negate(value: BigFloat): BigFloat {
  return { ...value, sign: value.sign < 0 ? 1 : -1 };
}

export function add(left: BigFloat, right: BigFloat): BigFloat {
  return addRounded(left, right, Math.max(left.precision, right.precision));
}

export function subtract(left: BigFloat, right: BigFloat): BigFloat {
  return addRounded(left, negate(right), Math.max(left.precision, right.precision));
}

function addRounded(left: BigFloat, right: BigFloat, precision: number): BigFloat {
  if (left.infinite || right.infinite) return addInfinite(left, right);
  const exponent = Math.min(left.exponent, right.exponent);
  const sum = scaled(left, exponent) + scaled(right, exponent);
  const negativeZero = sum === 0n && left.sign < 0 && right.sign < 0;
  const sign = sum < 0n || negativeZero ? -1 : 1;
  return rounded({ sign, mantissa: sum < 0n ? -sum : sum, exponent }, precision);
}

function addInfinite(left: BigFloat, right: BigFloat): BigFloat {
  if (left.infinite && right.infinite && left.sign !== right.sign)
    throw new ArithmeticError("can't subtract infinity from itself");
  return left.infinite ? left : right;
}

function scaled({ sign, mantissa, exponent }: BigFloat, to: number): bigint {
  const magnitude = mantissa << BigInt(exponent - to);
  return sign < 0 ? -magnitude : magnitude;
}

/** Keeps what the product needs of 512 bits, even where the factors had fewer. */
export function multiply(left: BigFloat, right: BigFloat): BigFloat {
  const sign = left.sign === right.sign ? 1 : -1;
  if (left.infinite || right.infinite) {
    if (isZero(left) || isZero(right)) throw new ArithmeticError("can't multiply zero by infinity");
    return infinity(sign);
  }
  const product = {
    sign,
    mantissa: left.mantissa * right.mantissa,
    exponent: left.exponent + right.exponent,
  } as const;
  const exact = rounded(product, FULL_PRECISION);
  return { ...exact, precision: Math.max(left.precision, right.precision, bitLength(exact.mantissa)) };
}

export function divide(left: BigFloat, right: BigFloat): BigFloat {
  const sign = left.sign === right.sign ? 1 : -1;
  const precision = Math.max(left.precision, right.precision);
  if ((isZero(left) && isZero(right)) || (left.infinite && right.infinite))
    throw new ArithmeticError("can't divide zero by zero or infinity by infinity");
  if (left.infinite || isZero(right)) return infinity(sign);
  if (right.infinite) return rounded({ sign, mantissa: 0n, exponent: 0 }, precision);
  return divided(left, right, precision);
}

/** The sign of the left side stays; by zero it is the left side. The multiple has as many bits as its quotient, but 64. */
export function remainder(left: BigFloat, right: BigFloat): BigFloat {
  if (isZero(right) || left.infinite) return left;
  if (right.infinite) return left;
  const quotient = fromInteger(truncate(divide(left, right)));
  const multiple = rounded(
    {
      sign: quotient.sign === right.sign ? 1 : -1,
      mantissa: quotient.mantissa * right.mantissa,
      exponent: quotient.exponent + right.exponent,
    },
    quotient.precision,
  );
  return addRounded(left, negate(multiple), quotient.precision);
}

function isZero(value: BigFloat): boolean {
  return value.mantissa === 0n && !value.infinite;
}

/** Below, at or above zero as the left side is smaller, equal or larger. */
export function compareNumbers(left: BigFloat, right: BigFloat): number {
  if (left.infinite || right.infinite) return rank(left) - rank(right);
  const exponent = Math.min(left.exponent, right.exponent);
  if (left.exponent === right.exponent || Math.abs(left.exponent - right.exponent) < 100_000) {
    const [first, second] = [scaled(left, exponent), scaled(right, exponent)];
    return first < second ? -1 : first > second ? 1 : 0;
  }
  return magnitude(left) - magnitude(right);
}

const rank = ({ infinite, sign }: BigFloat) => (infinite ? sign : 0);
const magnitude = (value: BigFloat) =>
  isZero(value) ? 0 : value.sign * 2 ** 40 + value.sign * (value.exponent + bitLength(value.mantissa));
