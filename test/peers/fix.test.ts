import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FIXERS } from '../../src/template/json/fix/fixers.ts';
import { runMain } from '../cli/run-main.ts';
import { folderWith } from '../temporary-folder.ts';
import { oldTemplate } from './old-templates.ts';
import { packerSays } from './packer-command.ts';
import { missing } from './program.ts';

const absent = missing('packer');
const SEEDS = Array.from({ length: 160 }, (_, index) => index + 1);

/** By hand: shapes, JSON, and what is checked after fixing. */
const TEXTS: Readonly<Record<string, string>> = {
  empty: '',
  blank: ' \n',
  number: '5',
  list: '[1]',
  text: '"x"',
  'cut short': '{"a": tr',
  'cut in a string': '{"a": "b',
  'bad literal': '{"a": trx}',
  'bad escape': '{"a": "\\x"}',
  'missing comma': '{"a": 1 "b": 2}',
  'huge number': '{"a": 1e400}',
  'a key twice': '{"a":1,"a":2,"builders":[{"type":"x"}]}',
  'something behind it': '{"builders":[{"type":"x"}]} rest',
  'no builders': '{}',
  'no builder': '{"builders":[]}',
  'builders that are none': '{"builders": ["x", 5, [], true]}',
  'builders as an object': '{"builders": {"type":"x"}}',
  'builders in other case': '{"Builders":[{"type":"x","iso_md5":"y"}]}',
  'post-processors as an object': '{"builders":[{"type":"x"}],"post-processors":{"a":1}}',
  'post-processors as a text': '{"builders":[{"type":"x"}],"post-processors":"manifest"}',
  'no post-processors': '{"builders":[{"type":"x","login_email":"y"}],"post-processors":null}',
  'one provisioner':
    '{"builders":[{"type":"x"}],"provisioners":{"type":"powershell","elevated_user":"a`$b"}}',
  'provisioners as a text': '{"builders":[{"type":"x"}],"provisioners":"p"}',
  'provisioners as nothing': '{"builders":[{"type":"x"}],"provisioners":{}}',
  'an override that is none': '{"builders":[{"type":"x"}],"provisioners":[{"type":"x","override":"y"}]}',
  'overrides in lists':
    '{"builders":[{"type":"x"}],"provisioners":[{"type":"x","override":[{"virtualbox":{}},{"b":{}}]}]}',
  'an unknown root key': '{"builders":[{"type":"x"}],"zz":1}',
  'an unknown name': '{"builders":[{"type":"x"}],"provisioners":[{"type":"shell","only":["nope"]}]}',
  'a version too new': '{"builders":[{"type":"x"}],"min_packer_version":"99"}',
  characters: '{"_x":"<b> & \\u2028 \\u0001 \\b\\f\\n \\ud800 é / \\u007f \\\\b","builders":[{"type":"x"}]}',
  numbers:
    '{"variables":{"v":"1"},"builders":[{"type":"x","a":[-0,1.0,1e20,1e21,0.000001,1e-7,123456789012345678901]}]}',
  'a bad boolean': '{"builders":[{"type":"amazon-ebs","ssh_private_ip":"maybe"}]}',
};

describe.skipIf(absent !== undefined)(absent ?? 'fix beside the real Packer 1.6.6', () => {
  test.concurrent.each(Object.entries(TEXTS))('%s', async (_name, text) => {
    await same(text);
  });

  test.concurrent.each(SEEDS)('a template of old keys, seed %i', async (seed) => {
    await same(JSON.stringify(oldTemplate(seed)));
  });

  test.concurrent.each(['quickstart', 'everything', 'windows-winrm', 'local-iso'])(
    'the fixture %s',
    async (name) => {
      await same(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'));
    },
  );

  test('knows every fixer of Packer, in its order and with its words', async () => {
    const { stdout } = await packerSays(['fix', '-h'], { cwd: folderWith({}) });
    const list = stdout.slice(stdout.indexOf('in order'));
    const listed = [...list.matchAll(/^ {2}([a-z][\w-]+) {1,20}(\S.*)$/gm)].map(([, name, text]) => [
      name,
      text,
    ]);
    expect(FIXERS.map(({ name, synopsis }) => [name, synopsis])).toEqual(listed);
  });
});

async function same(text: string): Promise<void> {
  const cwd = folderWith({ 't.json': text });
  for (const flags of [[], ['-validate=false']]) {
    const [theirs, ours] = await Promise.all([
      packerSays(['fix', ...flags, 't.json'], { cwd }),
      runMain(['fix', ...flags, 't.json'], { cwd }),
    ]);
    expect({ code: ours.code, stdout: sorted(withoutHint(ours.stdout)) }, text).toEqual({
      ...theirs,
      stdout: sorted(theirs.stdout),
    });
  }
}

/** Packer goes through maps in any order, and so its findings come in any. */
function sorted(text: string): string {
  return text.replace(/(\t\* .*\n)+/g, (rows) => rows.split('\n').sort().join('\n'));
}

/** Ours say what to do; Packer's do not. */
function withoutHint(text: string): string {
  return text.replace(/^Write the number as a string, in quotes\.\n/m, '');
}
