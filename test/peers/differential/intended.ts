/** What the tools differ in on purpose. One that no longer occurs fails the suite. */
export interface Intended {
  /** First cell of the row of docs/differences.md that tells users, with the reason. */
  readonly row: string;
  /** Lines that only one of the tools prints; they are left out before texts are compared. */
  readonly only?: 'packer' | 'ours';
  readonly text?: RegExp;
  /** Whole calls that end otherwise: `CASE: CALL`, with what this tool then says. */
  readonly call?: RegExp;
  readonly says?: RegExp;
}

/** A hint: our way out, on lines of its own behind Packer's text. `{}` stands for what differs. */
function hint(words: string): RegExp {
  const pattern = words
    .split('{}')
    .map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll(' ', '\\s+'))
    .join('[^]*?');
  return new RegExp(`^ *${pattern}\\n{1,2}`, 'gm');
}

export const intended: readonly Intended[] = [
  { row: 'the id of the run', only: 'ours', text: /^[^\n]*Run \d{8}-\d{6}-[0-9a-f]{6}\n/gm },
  {
    row: 'hints',
    only: 'ours',
    text: hint('A variables file is one JSON object whose values are all strings.'),
  },
  { row: 'hints', only: 'ours', text: hint('Write the number as a string, in quotes.') },
  { row: 'hints', only: 'ours', text: hint('Lower min_packer_version if the template uses nothing newer.') },
  { row: 'hints', only: 'ours', text: /^Did you mean [^\n]*\?\n{1,2}/gm },
  { row: 'hints', only: 'ours', text: hint('Give a value with {} or in a -var-file.') },
];
