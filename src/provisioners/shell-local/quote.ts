import { insideSingleQuotes } from '../script/environment.ts';

/** How a variable's value is quoted for the shell of this machine: `cmd` takes it as it is. */
export function quoteFor(windows: boolean): (value: string) => string {
  return windows ? (value) => value : insideSingleQuotes;
}
