import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const page = readFileSync(new URL('docs/security.md', root), 'utf8');

it('each boundary names tests, and each of them is there', () => {
  const rows = [...page.matchAll(/^\| (?!boundary|---)(.+?) \| .+ \| (.+) \|$/gm)];
  expect(rows.length).toBeGreaterThan(10);
  for (const [, boundary, tests = ''] of rows) {
    const named = [...tests.matchAll(/`([^`]+)`/g)].flatMap(([, path]) => path ?? []);
    expect(named, boundary).not.toEqual([]);
    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  }
});

it('how to report is told beside the licence', () => {
  expect(readFileSync(new URL('SECURITY.md', root), 'utf8')).toContain('docs/security.md');
});
