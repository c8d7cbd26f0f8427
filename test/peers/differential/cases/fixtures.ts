import { readdirSync, readFileSync } from 'node:fs';
import type { Area, Case } from '../case.ts';

/** Every template there is: right ones, and those with one thing wrong each. */
const templates: readonly Case[] = ['', 'broken/'].flatMap((folder) =>
  readdirSync(`fixtures/${folder}`)
    .filter((name) => name.endsWith('.json'))
    .map((name) => ({
      name: `inspect ${folder}${name}`,
      template: null,
      text: readFileSync(`fixtures/${folder}${name}`, 'utf8'),
      commands: [['inspect', 't.json']],
    })),
);

const texts: readonly { readonly text: string }[] = JSON.parse(
  readFileSync('fixtures/interpolation/console.json', 'utf8'),
);

/** A fourth of the texts of the console; each line that it is told is one template. */
const expressions: readonly Case[] = texts
  .filter(({ text }, index) => index % 4 === 0 && !text.includes('\n'))
  .map(({ text }) => ({ name: text, template: null, commands: [['console']], stdin: `${text}\n` }));

const template = {
  variables: { a: '=1=', b: '{{user `a`}}2', needed: null, empty: '' },
  'sensitive-variables': ['a'],
  description: 'Two lines,\nand a comma',
  builders: [
    { type: 'null', name: 'long-name-{{user `a`}}' },
    { type: 'null', communicator: 'none' },
  ],
  provisioners: [{ type: 'shell-local', inline: ['x'] }, { type: 'nonsense' }],
};

const calls: readonly (readonly [call: string, stdin?: string])[] = [
  ['inspect t.json'],
  ['inspect -machine-readable t.json'],
  ['-machine-readable inspect t.json'],
  ['inspect -machine-readable'],
  ['inspect nofile.json'],
  ['inspect -var-file=nofile.json t.json'],
  ['inspect -var needed=1 -only=x -config-type=json t.json'],
  ['console t.json', '{{user `b`}}'],
  ['console -var needed=5 t.json', 'x\n  {{user `needed`}} and {{user `empty`}}  \n'],
  ['console -var needed=5 t.json', '{{user `b`}}-{{template_dir}}-{{pwd}}\n'],
  ['console', ''],
  ['console', 'help'],
  ['console', 'exit\nafter'],
  ['console', '{{nope}}\n{{env `HOME`}}\n{{upper `x`}}'],
  ['console -machine-readable', '{{upper `a,b`}}'],
  ['console nofile.json', 'x'],
  ['console -var-file=nofile.json', 'x'],
  ['console -var q=1 -only=x -except=y', '{{user `q`}}'],
];

/** `inspect` and `console` on all that is in fixtures/, and on one template that has a bit of everything. */
export const fixturesArea: Area = {
  name: 'fixtures',
  cases: [
    ...templates,
    ...expressions,
    ...calls.map(([call, stdin]) => {
      const name = stdin === undefined ? call : `${call}: ${JSON.stringify(stdin)}`;
      const one = { name, template, commands: [call.split(' ')] };
      return stdin === undefined ? one : { ...one, stdin };
    }),
  ],
};
