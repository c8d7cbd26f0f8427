import { unsupported } from './failure.ts';
import { textOf, type Value } from './value.ts';

/** `"{0} {1}" -f ...`. */
export function formatted(format: string, values: readonly Value[]): string {
  return format.replace(/\{\{|\}\}|\{(\d+)([^}]*)\}/g, (whole, index?: string, how?: string) => {
    if (index === undefined) return whole.charAt(0);
    if (how) throw unsupported(`the format ${whole}`);
    return textOf(values[Number(index)]);
  });
}
