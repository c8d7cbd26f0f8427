/** A float as Go's `%v` shows it: the shortest digits, with an exponent below 1e-4 and from 1e6 on. */
export function formatFloat(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const { digits, exponent } = shortest(value);
  if (exponent >= -4 && exponent < plainBelow) return plainFloat(value);
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${value < 0 ? '-' : ''}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
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

/** C-style exponents have at least two digits. */
export function padExponent(text: string): string {
  const at = text.indexOf('e');
  return at < 0 ? text : `${text.slice(0, at + 2)}${text.slice(at + 2).padStart(2, '0')}`;
}
