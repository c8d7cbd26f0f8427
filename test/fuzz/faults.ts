import type { Outcome } from '../cli/run-main.ts';

/** Slower than this is as good as a hang: such a call takes some milliseconds. */
const SLOW = 5000;

/** What must not happen, whatever the template: a crash, a stack trace, words of this program's own language, a hang. */
export function faultsOf(
  { code, stdout, stderr }: Outcome,
  milliseconds: number,
  template: string,
): readonly string[] {
  const foreign = (pattern: RegExp): boolean => {
    const found = pattern.exec(stdout + stderr)?.[0];
    return found !== undefined && !template.includes(found);
  };
  return [
    ...(code === 0 || code === 1 ? [] : [`exit status ${code}`]),
    ...(code === 1 && stdout.trim() === '' ? ['refused without a word'] : []),
    // Places of mistakes come there; what Node writes there on its own account must not.
    ...(/^\(node:\d+\)|^Node\.js v/m.test(stderr) ? ['a warning of Node'] : []),
    ...(foreign(/failed in a way it did not foresee.*/) ? ['an error that was not foreseen'] : []),
    ...(foreign(/^\s+at .+:\d+:\d+\)?$/m) ? ['a stack trace'] : []),
    ...(foreign(/Cannot read prop|is not a function|is not iterable|\[object Object\]|Maximum call stack/)
      ? ['words of JavaScript']
      : []),
    ...(milliseconds > SLOW ? [`${Math.round(milliseconds)} ms`] : []),
  ];
}
