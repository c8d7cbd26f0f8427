import { expect, test } from 'vitest';
import { FIXERS } from '../../src/template/json/fix/fixers.ts';
import { ownFolder } from './own-folder.ts';
import { packerSays } from './packer-command.ts';
import { missing } from './program.ts';

/** What the fixers make of templates stands in differential/cases/: fix.ts and old-templates.ts. */
test.skipIf(missing('packer') !== undefined)(
  'there is every fixer of Packer, in its order and with its words',
  async () => {
    using folder = ownFolder();
    const { stdout } = await packerSays(['fix', '-h'], { cwd: folder.path });
    const list = stdout.slice(stdout.indexOf('in order'));
    const listed = [...list.matchAll(/^ {2}([a-z][\w-]+) {1,20}(\S.*)$/gm)].map(([, name, text]) => [
      name,
      text,
    ]);
    expect(FIXERS.map(({ name, synopsis }) => [name, synopsis])).toEqual(listed);
  },
);
