import { type Area, type Case, type Commands, type Json, NOTHING } from '../case.ts';

const local = (inline: readonly string[], more: object = {}): Json => ({
  type: 'shell-local',
  inline,
  ...more,
});

const template: Json = {
  variables: { n: 'c' },
  builders: [
    { ...NOTHING, name: 'a' },
    { ...NOTHING, name: 'a.b' },
    { ...NOTHING, name: '{{user `n`}}' },
  ],
  provisioners: [local(['echo ran']), local(['echo only a'], { only: ['a'] })],
  'post-processors': [
    [local(['echo one'], { name: 'one' }), local(['echo two'], { name: 'two' })],
    local(['echo three']),
  ],
};

const calls: readonly (readonly string[])[] = [
  ['-only=a'],
  ['-only', 'a'],
  ['-only=a,c'],
  ['-only=a', '-only=c'],
  ['-only=a, c'],
  ['-only='],
  ['-only=,'],
  ['-only=nope'],
  ['-only=nope,a'],
  ['-only=*'],
  ['-only=a*'],
  ['-only=null.a'],
  ['-only=null'],
  ['-only=A'],
  ['-only={{user `n`}}'],
  ['-except=a'],
  ['-except=a,a.b,c'],
  ['-except=nope'],
  ['-except=*'],
  ['-except='],
  ['-except=one'],
  ['-except=one,a'],
  ['-except=two,shell-local'],
  ['-only=a', '-except=a'],
  ['-only=a,c', '-except=a'],
  ['-only=a', '-except=one'],
  ['-var', 'n=d', '-only=d'],
  ['-var', 'n=a', '-only=c'],
  ['-var', 'n='],
];

/** What could not be prepared, beside what could. */
const unready: Readonly<Record<string, Json>> = {
  'no build can be prepared': { builders: [{ ...NOTHING, zz: 1 }] },
  'none of two can be prepared': { builders: [{ ...NOTHING, zz: 1 }, { type: 'file' }] },
  'one of two can be prepared': {
    builders: [NOTHING, { type: 'file' }],
    provisioners: [local(['echo ran'])],
  },
  'a type that nobody knows': { builders: [{ type: 'nope' }] },
  'a type that nobody knows, and another': { builders: [{ type: 'nope' }, NOTHING] },
  'a provisioner that nobody knows': { builders: [NOTHING], provisioners: [{ type: 'nope' }] },
  'a wrong provisioner for one': {
    builders: [
      { ...NOTHING, name: 'a' },
      { ...NOTHING, name: 'b' },
    ],
    provisioners: [{ type: 'shell-local', zz: 1, only: ['a'] }],
  },
  'a wrong post-processor': { builders: [NOTHING], 'post-processors': [{ type: 'manifest', zz: 1 }] },
  'nothing to build': { builders: [] },
  'a variable that is missing': { variables: { a: null }, builders: [NOTHING] },
  'a variable that cannot be resolved': { variables: { a: '{{nope}}' }, builders: [NOTHING] },
  'a name that cannot be resolved': { builders: [{ ...NOTHING, name: '{{nope}}' }] },
  'a warning': { builders: [{ type: 'file', target: 'x' }] },
  'a warning and an error': {
    builders: [
      { type: 'file', target: 'x' },
      { ...NOTHING, zz: 1 },
    ],
  },
};

const build = (...flags: readonly string[]): Commands => [
  ['build', '-color=false', '-parallel-builds=1', ...flags, 't.json'],
];

/** Sections 1.3, 1.5 and 9.2: which builds and post-processors run, and what is said when none can. */
export const selectionArea: Area = {
  name: 'selection',
  cases: [
    ...calls.map(
      (flags): Case => ({
        name: flags.join(' '),
        template,
        commands: [...build(...flags), ['validate', ...flags, 't.json'], ['inspect', ...flags, 't.json']],
      }),
    ),
    ...Object.entries(unready).map(
      ([name, shown]): Case => ({
        name,
        template: shown,
        commands: [
          ...build(),
          ...build('-machine-readable'),
          ...build('-on-error=abort'),
          ['build', 't.json'],
          ['validate', 't.json'],
          ['validate', '-machine-readable', 't.json'],
        ],
      }),
    ),
  ],
};
