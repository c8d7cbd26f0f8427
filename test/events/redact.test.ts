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

  it.each(['x', 'sk', 'ö', 'abc'])(
    'hides the short value %s as a word, and not inside other words',
    (short) => {
      expect(hiding(short).text(`key=${short}, "${short}"`)).toBe('key=<sensitive>, "<sensitive>"');
      const words = `pre${short}post ${short}_a 1${short} ü${short}`;
      expect(hiding(short).text(words)).toBe(words);
    },
  );

  const secret = `p&ss<w>'o"r/d ü\\$x 1`;
  const shell = secret.replaceAll("'", "'\\''");
  const json = JSON.stringify(secret).slice(1, -1);
  const lower = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  it.each([
    ['quoted for a shell', shell],
    ['quoted twice for a shell', secret.replaceAll("'", `'"'"'`)],
    ['with a backslash before what a shell knows', secret.replace(/[^\w/ü]/g, '\\$&')],
    ['in double quotes of a shell', secret.replace(/["$`\\]/g, '\\$&')],
    ['quoted for PowerShell', secret.replaceAll("'", "''")],
    ['as Go writes JSON', json.replace(/[&<>]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)],
    ['as JSON of ASCII alone, in capital letters', json.replaceAll('ü', '\\u00FC')],
    ['as PHP writes JSON', json.replaceAll('/', '\\/')],
    ['in JSON inside JSON', JSON.stringify(json).slice(1, -1)],
    ['in JSON inside JSON inside JSON', JSON.stringify(JSON.stringify(json).slice(1, -1)).slice(1, -1)],
    ['percent-encoded in small letters', lower(encodeURIComponent(secret))],
    ['percent-encoded in part', secret.replaceAll('/', '%2f').replaceAll(' ', '%20')],
    ['percent-encoded in part, blanks as plus signs', secret.replaceAll('&', '%26').replaceAll(' ', '+')],
    ['in XML', secret.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)],
    ['in hexadecimal', Buffer.from(secret).toString('hex')],
    ['in capital hexadecimal', Buffer.from(secret).toString('hex').toUpperCase()],
    ['in base64 of UTF-16', Buffer.from(secret, 'utf16le').toString('base64')],
  ])('hides it %s', (_how, form) => {
    expect(hiding(secret).text(`a=${form};`)).toMatch(/^a=['"\\]*<sensitive>['"\\]*;$/);
  });

  it.each([76, 64])('hides it in base64 whose lines have %i columns, each line by itself too', (width) => {
    const long = Array.from({ length: 20 }, (_, index) => `s3cret-${index}-`).join('');
    const wrap = (text: string) => (text.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');
    const lines = wrap(Buffer.from(long).toString('base64')).split('\n');
    for (const line of lines) expect(hiding(long).text(line)).toBe('<sensitive>');
    const within = wrap(Buffer.from(`password: ${long} and more`).toString('base64'));
    const shown = hiding(long).text(within);
    expect(shown).toContain('<sensitive>');
    for (const line of within.split('\n').slice(1, 3)) expect(shown).not.toContain(line);
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
