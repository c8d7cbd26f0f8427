import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readBody } from '../../../src/template/hcl/body/read-body.ts';
import { diagnosticText } from '../../../src/template/hcl/diagnostic-text.ts';

/** What Packer 1.16.0 said to a file. */
interface Recorded {
  readonly id: string;
  readonly args: readonly string[];
  readonly file: string;
  readonly out: string | null;
  readonly pattern?: string;
}

const recorded: readonly Recorded[] = readFileSync(
  new URL('recorded/syntax-errors.jsonl', import.meta.url),
  'utf8',
)
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line));

/** What is found after the file has been read: which blocks there are, and what expressions are worth. */
const LATER =
  /\(source code not available\)|^Error: (?:Extraneous JSON object|Incorrect JSON value|Duplicate attribute|Unsupported (?:argument|block type)|Missing name for|Extraneous label|Duplicate (?:local|variable)|Invalid (?:type specification|default value|variable name)|Variables not allowed|Call to unknown function|Unset variable|failed to prepare execution graph)/;

function syntaxErrors({ args, file }: Recorded): string {
  const { diagnostics, describe } = readBody(args.at(-1) ?? '', file);
  return diagnostics.map((diagnostic) => diagnosticText(diagnostic, describe)).join('');
}

describe('syntax errors are told as Packer 1.16 tells them', () => {
  it.each(recorded.map((one) => [one.id, one] as const))('%s', (_, one) => {
    const errors = syntaxErrors(one);
    const text = one.out ?? '';
    if (errors !== '') expect(`${errors}\n`).toBe(text);
    else
      expect(one.pattern !== undefined || !text.startsWith('Error') || LATER.test(text) ? '' : text).toBe('');
  });
});
