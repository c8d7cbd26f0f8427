import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { provisionerTypes } from '../../src/provisioners/registry.ts';

const page = readFileSync(new URL('../../docs/provisioners.md', import.meta.url), 'utf8');

it('the page about provisioners says of each what it needs', () => {
  const [table = ''] = page
    .split('\n\n')
    .filter((part) => part.startsWith('| provisioner | on this machine'));
  const named = [...table.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
  );
  expect([...named].sort()).toEqual([...provisionerTypes].sort());
});
