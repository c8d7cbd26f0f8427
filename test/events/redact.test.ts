import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../src/events/redact.ts';

function hiding(...secrets: string[]) {
  const redactor = createRedactor();
  redactor.hide(secrets);
  return redactor;
}

describe('redaction', () => {
  it('hides a value wherever it stands', () => {
    expect(hiding('s3cret-value').text('a s3cret-value, and xs3cret-valuey')).toBe(
      'a <sensitive>, and x<sensitive>y',
    );
  });

  it('hides values of one character, as Packer does', () => {
    expect(hiding('x').text('exit')).toBe('e<sensitive>it');
  });

  it('passes over empty values', () => {
    expect(hiding('').text('abc')).toBe('abc');
  });

  it('hides a longer secret whole when a shorter one is its beginning', () => {
    expect(hiding('abc', 'abcdef').text('abcdef abc')).toBe('<sensitive> <sensitive>');
  });

  it('takes a secret literally, not as a pattern', () => {
    expect(hiding('a.c*').text('abc a.c*')).toBe('abc <sensitive>');
  });

  it.each([0, 1, 2, 3, 4, 5])('hides it inside base64 text after %i other characters', (before) => {
    const secret = 'Pa55-word!';
    const encoded = Buffer.from(`${'.'.repeat(before)}${secret}: and more`).toString('base64');
    const shown = hiding(secret).text(encoded);
    expect(shown).toContain('<sensitive>');
    const rest = Buffer.from(shown.replace('<sensitive>', ''), 'base64').toString('latin1');
    expect(rest).not.toContain('a55-wor');
  });

  it('hides base64 of the secret alone, with and without padding, and in the URL alphabet', () => {
    const secret = '>>>???>>>?';
    const text = Buffer.from(secret).toString('base64');
    expect(hiding(secret).text(`${text} ${text.replace(/=/g, '')}`)).not.toContain(text.slice(2, 8));
    expect(hiding(secret).text(Buffer.from(secret).toString('base64url'))).toBe('<sensitive>');
  });

  it.each(['p%40ss%2Fw%20rd', 'p%40ss%2Fw+rd'])('hides the percent-encoded form %s', (form) => {
    expect(hiding('p@ss/w rd').text(`x=${form}&y`)).toBe('x=<sensitive>&y');
  });

  it('hides the form that JSON gives it', () => {
    expect(hiding('quo"te\\d').text(JSON.stringify({ a: 'quo"te\\d' }))).toBe('{"a":"<sensitive>"}');
  });

  it('hides every line of a secret of several lines', () => {
    expect(hiding('first line\nsecond line').text('only second line')).toBe('only <sensitive>');
  });

  it('leaves encoded forms of short secrets alone, which occur by chance', () => {
    const encoded = Buffer.from('abc').toString('base64');
    expect(hiding('abc').text(encoded)).toBe(encoded);
  });

  it('hides a secret that no regular expression could hold', () => {
    const secret = '['.repeat(60_000);
    expect(hiding(secret, 'short').text(`<${secret}> short`)).toBe('<<sensitive>> <sensitive>');
  });

  it('goes through nested data but not through keys or kept values', () => {
    const data = { type: 'note', list: [{ note: 'a note' }], count: 3 };
    expect(hiding('note').data(data, new Set(['type']))).toEqual({
      type: 'note',
      list: [{ note: 'a <sensitive>' }],
      count: 3,
    });
  });
});
