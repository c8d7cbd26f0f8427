/** One line for whoever runs the test. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A row of a table: a wide first column, then numbers. */
export function row([name = '', ...cells]: readonly (string | number)[]): string {
  return String(name).padEnd(30) + cells.map((cell) => String(cell).padStart(9)).join('');
}
