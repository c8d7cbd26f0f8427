/** Lines of comments; an empty one stays blank. */
export function commented(lines: readonly string[]): string {
  return lines.map((line) => (line === '' ? '\n' : `# ${line.replace(/\s+/g, ' ')}\n`)).join('');
}
