/** Where a call was made. */
export interface Places {
  readonly home: string;
  readonly folder: string;
}

/**
 * What two calls may differ in because they are two: colours, times, random names, the folder. All of it is here; what the
 * tools differ in on purpose is in intended.ts.
 */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

export function normalised(text: string, { home, folder }: Places): string {
  if (text.includes('PACKER CRASH')) return CRASH;
  return sortedRuns(text)
    .replaceAll(folder, 'FOLDER')
    .replaceAll(home, 'HOME')
    .replaceAll(COLOUR, '')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UUID')
    .replaceAll(/ after (\d+ (milli|micro)?(second|minute)s? ?)+/g, ' after TIME')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)/g, 'DATE')
    .replaceAll(/\b1[789]\d{8}\b/g, 'MOMENT')
    .replaceAll(/\S*\/packer-shell\d+/g, 'SCRIPT');
}

/** Packer panicked: it then prints what each of its threads was at. */
export const CRASH = 'PACKER CRASH';

/** The artifacts of several builds, and what `fix` finds, which Packer lists in an order of chance. */
export function sortedRuns(text: string): string {
  return text.replaceAll(
    /(?:^(?:--> |\t\* ).*\n)+/gm,
    (lines) => `${lines.trimEnd().split('\n').sort().join('\n')}\n`,
  );
}

/** What stands for a usage, which is each tool's own. */
export const USAGE = 'USAGE';

export function isUsage(text: string): boolean {
  return /^Usage: /m.test(text);
}

/** Of a usage only what it complains about. Packer writes that beside the usage, and may have ended before it is out. */
export function complaints(text: string): string {
  const lines = text
    .split('\n')
    .filter((line) => /^(flag |invalid |Invalid |the subcommand|Unknown )/.test(line));
  return [USAGE, ...lines].join('\n');
}
