import { numberOf, textOf, type Value } from './value.ts';

/** `"{0} {1,5} {2:N0}" -f ...`. */
export function formatted(format: string, values: readonly Value[]): string {
  return format.replace(
    /\{\{|\}\}|\{(\d+)(?:,(-?\d+))?(?::([^}]*))?\}/g,
    (whole, index?: string, width?: string, how?: string) => {
      if (index === undefined) return whole.charAt(0);
      const text = one(values[Number(index)], how ?? '');
      if (width === undefined) return text;
      return width.startsWith('-') ? text.padEnd(-Number(width)) : text.padStart(Number(width));
    },
  );
}

function one(value: Value, how: string): string {
  const digits = Number(how.slice(1) || '0');
  if (/^d\d*$/i.test(how)) return String(numberOf(value)).padStart(digits, '0');
  if (/^x\d*$/i.test(how)) {
    const text = numberOf(value).toString(16).padStart(digits, '0');
    return how.startsWith('X') ? text.toUpperCase() : text;
  }
  if (/^[nf]\d*$/i.test(how)) {
    const places = how.length > 1 ? digits : 2;
    const grouped = {
      minimumFractionDigits: places,
      maximumFractionDigits: places,
      useGrouping: /^n/i.test(how),
    };
    return numberOf(value).toLocaleString('en-US', grouped);
  }
  return textOf(value);
}
