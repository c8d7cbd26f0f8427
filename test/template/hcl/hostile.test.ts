import { describe, expect, it } from 'vitest';
import { parseFile } from '../../../src/template/hcl/syntax/parse.ts';
import { Source } from '../../../src/template/hcl/syntax/source.ts';
import { runMain } from '../../cli/run-main.ts';

const summaries = (text: string) =>
  parseFile(new Source('t.pkr.hcl', text)).diagnostics.map(({ summary }) => summary);

describe('hostile HCL2 gets one clear error', () => {
  it.each([
    ['brackets', `a = ${'['.repeat(100_000)}`, 'Nesting too deep'],
    ['blocks', 'a {\n'.repeat(100_000), 'Nesting too deep'],
    ['templates', `a = ${'"${'.repeat(100_000)}`, 'Nesting too deep'],
    ['signs', `a = ${'-'.repeat(100_000)}1`, 'Nesting too deep'],
    ['operators', `a = 1${'+1'.repeat(100_000)}`, 'Expression too long'],
    ['keys', `a = b${'[c]'.repeat(100_000)}`, 'Expression too long'],
  ])('for too many %s', (_, text, summary) => {
    expect(summaries(text)).toEqual([summary]);
  });

  it('for a mixture that no limit of its own stops', async () => {
    const stdin = `${'('.repeat(150)}1${`${'+1'.repeat(900)})`.repeat(150)}\n`;
    const { code, stdout } = await runMain(['console', '-config-type=hcl2'], { stdin });
    expect([code, stdout]).toEqual([1, expect.stringContaining('Error: Expression too complex')]);
  });

  it.each(['\0', 'x'.repeat(5000)])('for a name that no file can have', async (name) => {
    const stdin = `file("${name}")\n`;
    const { stdout } = await runMain(['console', '-config-type=hcl2'], { stdin });
    expect(stdout).toContain('no file exists at');
  });
});
