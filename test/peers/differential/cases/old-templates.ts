import { readFileSync } from 'node:fs';
import type { Area, Case, Commands } from '../case.ts';
import { oldTemplate } from '../old-templates.ts';

const SEEDS = Array.from({ length: 160 }, (_, index) => index + 1);
const FIXTURES = ['quickstart', 'everything', 'windows-winrm', 'local-iso'];

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

const fix: Commands = [['fix', 't.json']];
const fixOnly: Commands = [['fix', '-validate=false', 't.json']];
const one = (name: string, text: string, commands: Commands): Case => ({
  name,
  text,
  template: null,
  commands,
});

/** What `fix` makes of templates with the keys of long ago. */
export const oldTemplatesArea: Area = {
  name: 'old-templates',
  cases: [
    ...Object.entries(TEXTS).map(([name, text]) => one(name, text, [...fix, ...fixOnly])),
    ...SEEDS.map((seed) =>
      one(`seed ${seed}`, JSON.stringify(oldTemplate(seed)), seed % 2 === 0 ? fix : fixOnly),
    ),
    ...FIXTURES.map((name) =>
      one(`the fixture ${name}`, readFileSync(`fixtures/${name}.json`, 'utf8'), [...fix, ...fixOnly]),
    ),
  ],
};
