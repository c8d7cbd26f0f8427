import { varFlagInvalid } from '../../words.ts';

/** Splits the argument of `-var` at its first `=`; an empty value counts as given. */
export function parseVarFlag(flag: string): readonly [name: string, value: string] {
  const at = flag.indexOf('=');
  if (at < 0) throw varFlagInvalid(flag);
  return [flag.slice(0, at), flag.slice(at + 1)];
}
