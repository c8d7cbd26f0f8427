/** A float as Go's `%v` shows it: the shortest digits, with an exponent below 1e-4 and from 1e6 on. */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const { digits, exponent } = shortest(value);
  if (exponent >= -4 && exponent < plainBelow) return plainFloat(value);
  return `${value < 0 ? '-' : ''}${withExponent(digits, exponent)}`;
}

/** JSON has 21 here; Go's fmt does not: 1e6 prints as `1e+06`. */
const plainBelow = 6;

/** The shortest decimal digits without an exponent: what Go calls format 'f' with precision -1. */
export function plainFloat(value: number): string {
  if (!Number.isFinite(value)) return formatFloat(value);
  const { digits, exponent } = shortest(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return fraction === '' ? sign + whole : `${sign}${whole}.${fraction}`;
}

/** The digits `d.ddd` of the shortest form and the exponent of ten that belongs to them. */
function shortest(value: number): { readonly digits: string; readonly exponent: number } {
  const [mantissa = '0', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/** Mantissa and exponent of two of a positive float: `value = mantissa * 2 ** exponent`, exactly. */
function parts(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  const word = bits.readBigUInt64BE();
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & (2n ** 52n - 1n);
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction + 2n ** 52n, exponent: biased - 1075 };
}

/** A positive value times ten to the `decimals`, rounded to a whole number, half to even. */
function scaled(value: number, decimals: number): bigint {
  const { mantissa, exponent } = parts(value);
  const over = mantissa * 10n ** BigInt(Math.max(0, decimals)) * 2n ** BigInt(Math.max(0, exponent));
  const under = 10n ** BigInt(Math.max(0, -decimals)) * 2n ** BigInt(Math.max(0, -exponent));
  const [whole, twice] = [over / under, (over % under) * 2n];
  return whole + (twice > under || (twice === under && whole % 2n === 1n) ? 1n : 0n);
}

/** C's `%.nf` of a positive value. */
export function fixed(value: number, decimals: number): string {
  const digits = scaled(value, decimals)
    .toString()
    .padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** `count` significant digits of a positive value and the exponent of ten of the first one. */
function significant(value: number, count: number): { readonly digits: string; readonly exponent: number } {
  const { exponent } = shortest(value);
  if (value === 0) return { digits: '0'.repeat(count), exponent: 0 };
  const digits = scaled(value, count - 1 - exponent).toString();
  return digits.length === count
    ? { digits, exponent }
    : { digits: digits.slice(0, count), exponent: exponent + 1 };
}

/** C's `%.ne` of a positive value. */
export function exponential(value: number, decimals: number): string {
  const { digits, exponent } = significant(value, decimals + 1);
  return withExponent(digits, exponent);
}

function withExponent(digits: string, exponent: number): string {
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${mantissa}e${powerOf(exponent)}`;
}

/** A sign and at least two digits. */
function powerOf(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** C's `%g` of a positive value: significant digits, trailing zeros dropped; without a precision the shortest form. */
export function general(value: number, precision: number | undefined): string {
  if (precision === undefined) return formatFloat(value);
  const count = Math.max(1, precision);
  const { digits, exponent } = significant(value, count);
  const short = digits.replace(/0+$/, '') || '0';
  const limit = count > short.length && short.length > exponent ? short.length : count;
  if (value !== 0 && (exponent < -4 || exponent >= limit)) return withExponent(short, exponent);
  return fixed(value, Math.max(0, short.length - exponent - 1));
}

/** `4503599627370496p-52`: mantissa and exponent as they are stored. */
export function binaryFloat(value: number): string {
  const { mantissa, exponent } = parts(value);
  return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
}

/** `0x1.8p+01`: a hexadecimal mantissa and the exponent of two. */
export function hexadecimalFloat(value: number, precision: number | undefined): string {
  const places = BigInt(4 * Math.min(precision ?? 13, 13));
  let { mantissa, exponent } = parts(value);
  if (mantissa === 0n) return `0x0${precision ? `.${'0'.repeat(precision)}` : ''}p+00`;
  const shift = BigInt(53 - mantissa.toString(2).length);
  mantissa <<= shift;
  exponent += 52 - Number(shift);
  const cut = 52n - places;
  const [kept, rest] = [mantissa >> cut, mantissa & (2n ** cut - 1n)];
  const half = cut === 0n ? 0n : 2n ** (cut - 1n);
  const up = cut > 0n && (rest > half || (rest === half && kept % 2n === 1n));
  let rounded = kept + (up ? 1n : 0n);
  if (rounded >= 2n ** (places + 1n)) {
    rounded >>= 1n;
    exponent += 1;
  }
  const fraction = (rounded & (2n ** places - 1n)).toString(16).padStart(Number(places) / 4, '0');
  const shown =
    precision === undefined
      ? fraction.replace(/0+$/, '')
      : fraction.slice(0, precision).padEnd(precision, '0');
  return `0x1${shown === '' ? '' : `.${shown}`}p${powerOf(exponent)}`;
}

const decimal = /^[+-]?(?:\d(?:_?\d)*(?:\.(?:\d(?:_?\d)*)?)?|\.\d(?:_?\d)*)(?:[eE][+-]?\d(?:_?\d)*)?$/;
const hexadecimal =
  /^([+-]?)0[xX]((?:_?[\da-fA-F])*)(?:\.((?:[\da-fA-F](?:_?[\da-fA-F])*)?))?[pP]([+-]?\d(?:_?\d)*)$/;

/** A float as Go's ParseFloat reads it; `undefined` for what it refuses, also for being too large. */
export function parseFloatLiteral(text: string): number | undefined {
  const value = decimal.test(text) ? Number(text.replaceAll('_', '')) : parseHexadecimal(text);
  return Number.isFinite(value) ? value : undefined;
}

function parseHexadecimal(text: string): number {
  const [, sign, whole = '', fraction = '', exponent = ''] =
    hexadecimal.exec(text)?.map((part) => part?.replaceAll('_', '')) ?? [];
  if (whole + fraction === '') return Number.NaN;
  const magnitude = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
  return sign === '-' ? -magnitude : magnitude;
}
