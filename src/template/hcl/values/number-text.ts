import { formatFloat } from '../../go/go-float.ts';
import { type BigFloat, bitLength, toInt64, toNumber } from './big-float.ts';

/** Decimal digits without an exponent, as few as tell the number from its neighbours of the same precision. */
export function numberText(value: BigFloat): string {
  const sign = value.sign < 0 ? '-' : '';
  if (value.infinite) return value.sign < 0 ? '-Inf' : '+Inf';
  if (value.mantissa === 0n) return `${sign}0`;
  const { digits, point } = shortest(value);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (digits.length <= point) return sign + digits.padEnd(point, '0');
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** As Go's `%g` without a precision: all digits, with an exponent below 1e-4 and from 1e6 on. */
export function generalNumber(value: BigFloat): string {
  if (value.infinite || value.mantissa === 0n) return numberText(value);
  const { digits, point } = shortest(value);
  const exponent = point - 1;
  if (exponent >= -4 && exponent < 6) return numberText(value);
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  return `${value.sign < 0 ? '-' : ''}${mantissa}e${power}`;
}

/** A number with so many decimals, rounded half to even: `%.nf`. */
export function fixedNumber({ sign, mantissa, exponent, infinite }: BigFloat, decimals: number): string {
  if (infinite) return sign < 0 ? '-Inf' : '+Inf';
  const over = mantissa * 10n ** BigInt(decimals) * (exponent > 0 ? 1n << BigInt(exponent) : 1n);
  const under = exponent < 0 ? 1n << BigInt(-exponent) : 1n;
  const [whole, twice] = [over / under, (over % under) * 2n];
  const near = whole + (twice > under || (twice === under && whole % 2n === 1n) ? 1n : 0n);
  const digits = near.toString().padStart(decimals + 1, '0');
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return sign < 0 ? `-${text}` : text;
}

/** As the console shows a number: whole ones of 64 bits exactly, others as Go's `%v` of a float. */
export function displayedNumber(value: BigFloat): string {
  return toInt64(value)?.toString() ?? formatFloat(toNumber(value));
}

interface Decimal {
  readonly digits: string;
  /** Digits before the decimal point. */
  readonly point: number;
}

/** The shortest digits between the two middles to the neighbours. */
function shortest({ mantissa, exponent, precision }: BigFloat): Decimal {
  const shift = precision + 1 - bitLength(mantissa);
  const doubled = mantissa << BigInt(shift);
  const at = exponent - shift;
  const [low, own, high] = alignedDigits([doubled - 1n, doubled, doubled + 1n], at);
  const inclusive = (doubled & 2n) === 0n;
  const point = own.length + Math.min(0, at);
  const lowLength = low.replace(/0+$/, '').length;
  const highLength = high.replace(/0+$/, '').length;
  const length = own.replace(/0+$/, '').length;
  for (let index = 0; index < length; index += 1) {
    const [digit, under, over] = [own.charCodeAt(index), low.charCodeAt(index), high.charCodeAt(index)];
    const down = under !== digit || (inclusive && index + 1 >= lowLength);
    const up = digit !== over && (inclusive || digit + 1 < over || index + 1 < highLength);
    if (down && up) return cut(own, index + 1, point, roundsUp(own, index + 1));
    if (down) return cut(own, index + 1, point, false);
    if (up) return cut(own, index + 1, point, true);
  }
  return cut(own, length, point, false);
}

/** The decimal digits of numbers times two to a power, all of one length. */
function alignedDigits(
  values: readonly [bigint, bigint, bigint],
  exponent: number,
): [string, string, string] {
  const scale = exponent >= 0 ? 1n << BigInt(exponent) : 5n ** BigInt(-exponent);
  const [low, own, high] = values.map((value) => (value * scale).toString());
  const length = high?.length ?? 0;
  return [low?.padStart(length, '0') ?? '', own?.padStart(length, '0') ?? '', high ?? ''];
}

function roundsUp(digits: string, count: number): boolean {
  const rest = digits.slice(count).replace(/0+$/, '');
  if (rest === '5') return Number(digits[count - 1]) % 2 === 1;
  return rest !== '' && rest >= '5';
}

function cut(digits: string, count: number, point: number, up: boolean): Decimal {
  const kept = digits.slice(0, count);
  const last = up ? (BigInt(kept) + 1n).toString().padStart(count, '0') : kept;
  const grown = last.length - count;
  const leading = /^0*/.exec(last)?.[0].length ?? 0;
  return { digits: last.slice(leading).replace(/0+$/, ''), point: point + grown - leading };
}
