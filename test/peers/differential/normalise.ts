/**
 * What two calls may differ in because they are two: colours, times, random names, the folder. All of it is here; what the
 * tools differ in on purpose is in intended.ts.
 */
export function normalised(text: string, folder: string): string {
  return text
    .replaceAll(folder, 'FOLDER')
    .replaceAll(/\u001b\[[\d;]*m/g, '')
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UUID')
    .replaceAll(/ after (\d+ (milli|micro)?(second|minute)s? ?)+/g, ' after TIME')
    .replaceAll(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)/g, 'DATE')
    .replaceAll(/\b1[789]\d{8}\b/g, 'MOMENT')
    .replaceAll(/\S*\/packer-shell\d+/g, 'SCRIPT');
}
