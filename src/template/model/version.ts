/** The Packer whose templates and messages we speak. */
export const PACKER_VERSION = '1.6.6';

/** The same for templates in HCL2. */
export const LATER_PACKER = '1.16.0';

interface Version {
  readonly numbers: readonly number[];
  readonly prerelease: string;
}

const shape =
  /^v?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z~-]+(?:\.[0-9A-Za-z~-]+)*)|([A-Za-z~][0-9A-Za-z~-]*(?:\.[0-9A-Za-z~-]+)*))?(?:\+[0-9A-Za-z.~-]+)?$/;

/** Whether `ours` is at least `wanted`; `undefined` when `wanted` is no version at all. */
export function atLeast(ours: string, wanted: string): boolean | undefined {
  const left = parse(ours);
  const right = parse(wanted);
  return left === undefined || right === undefined ? undefined : compare(left, right) >= 0;
}

function parse(text: string): Version | undefined {
  const match = shape.exec(text);
  if (match === null) return undefined;
  return { numbers: (match[1] ?? '').split('.').map(Number), prerelease: match[2] ?? match[3] ?? '' };
}

function compare(left: Version, right: Version): number {
  const length = Math.max(left.numbers.length, right.numbers.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (left.numbers[index] ?? 0) - (right.numbers[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(left.prerelease, right.prerelease);
}

/** Part by part; a version without a prerelease is the newest, numbers are older than words. */
function comparePrereleases(left: string, right: string): number {
  if (left === '' || right === '') return (left === '' ? 1 : 0) - (right === '' ? 1 : 0);
  const theirs = right.split('.');
  const ours = left.split('.');
  for (let index = 0; index < Math.max(ours.length, theirs.length); index += 1) {
    const order = comparePart(ours[index], theirs[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function comparePart(left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
  const numeric = [left, right].map((part) => /^\d+$/.test(part));
  if (numeric[0] && numeric[1]) return Number(left) - Number(right);
  if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
  return left < right ? -1 : 1;
}
