/** What differs between any two runs, by the names that recorded cases have for it. */
export function normalized(text: string, folder: string): string {
  return text
    .replaceAll(folder, '<CWD>')
    .replaceAll(/\/[\w./-]*packer-shell[\w-]*/g, '<TMP>')
    .replace(
      /(after )(?:\d+ (?:hours?|minutes?|seconds?|milliseconds?|microseconds?)(?: |(?=[.:\n]|$)))+/gm,
      (all, after) => after + (all.endsWith(' ') ? '<DURATION> ' : '<DURATION>'),
    )
    .replace(/\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/g, '<UUID>')
    .replace(/\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<TIME>')
    .replace(/\b20\d{12}\b/g, '<ISODATE>')
    .replace(/\b1[6-9]\d{8}\b/g, '<EPOCH>');
}
