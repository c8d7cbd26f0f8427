/** A text that is no constraint of versions. */
export class ConstraintError extends Error {}

const PART = /^\s*(=|!=|>=|<=|>|<|~>|)\s*v?(\d+(?:\.\d+)*)(-[0-9A-Za-z.-]+)?\s*$/;

/** Whether a version is what a text such as `>= 1.0.0, < 2.0.0` wants. */
export function satisfies(version: string, constraint: string): boolean {
  return constraint.split(',').every((part) => fits(numbers(version), part));
}

function fits(version: readonly number[], part: string): boolean {
  const [, operator = '', text = ''] = PART.exec(part) ?? [];
  if (text === '') throw new ConstraintError(`malformed constraint: ${part.trim()}`);
  const wanted = numbers(text);
  const order = compare(version, wanted);
  if (operator === '~>')
    return (
      order >= 0 &&
      compare(
        version.slice(0, Math.max(1, wanted.length - 1)),
        wanted.slice(0, Math.max(1, wanted.length - 1)),
      ) === 0
    );
  if (operator === '!=') return order !== 0;
  if (operator === '>') return order > 0;
  if (operator === '>=') return order >= 0;
  if (operator === '<') return order < 0;
  return operator === '<=' ? order <= 0 : order === 0;
}

function numbers(version: string): readonly number[] {
  return version.split('.').map(Number);
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
