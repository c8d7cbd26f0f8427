/**
 * What two calls may differ in because they are two: colours, times, random names, the folder. All of it is here; what the
 * tools differ in on purpose is in intended.ts.
 */
const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

export function normalised(text: string, folder: string): string {
  return artifactsSorted(text)
    .replaceAll(folder, 'FOLDER')
    .replaceAll(COLOUR, '')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UUID')
    .replaceAll(/ after (\d+ (milli|micro)?(second|minute)s? ?)+/g, ' after TIME')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)/g, 'DATE')
    .replaceAll(/\b1[789]\d{8}\b/g, 'MOMENT')
    .replaceAll(/\S*\/packer-shell\d+/g, 'SCRIPT');
}

/** Packer lists the artifacts of several builds in an order of chance. */
function artifactsSorted(text: string): string {
  return text.replaceAll(/(?:^--> .*\n)+/gm, (lines) => `${lines.trimEnd().split('\n').sort().join('\n')}\n`);
}

export function isUsage(text: string): boolean {
  return /^Usage: /m.test(text);
}

/** Of a usage only what it complains about. Packer writes that beside the usage, and may have ended before it is out. */
export function complaints(text: string): string {
  const lines = text
    .split('\n')
    .filter((line) => /^(flag |invalid |Invalid |the subcommand|Unknown )/.test(line));
  return lines.join('\n');
}
