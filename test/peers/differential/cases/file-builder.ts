import type { Area, Json } from '../case.ts';

const builders: Readonly<Record<string, Json>> = {
  nothing: { type: 'file' },
  'target only': { type: 'file', target: 'out.txt' },
  content: { type: 'file', target: 'out.txt', content: 'hello\n' },
  source: { type: 'file', target: 'out.txt', source: 'in.txt' },
  'source and content': { type: 'file', target: 'out.txt', source: 'in.txt', content: 'x' },
  'source that is missing': { type: 'file', target: 'out.txt', source: 'nope.txt' },
  'source that is a folder': { type: 'file', target: 'out.txt', source: 'folder' },
  'target in a folder that is not there': { type: 'file', target: 'deep/er/out.txt', content: 'x' },
  'target in a file': { type: 'file', target: 'in.txt/x', content: 'x' },
  'target that is there': { type: 'file', target: 'in.txt', content: 'new' },
  'an unknown key': { type: 'file', target: 'x', zz: 1 },
  'a communicator': { type: 'file', target: 'x', content: 'y', communicator: 'none' },
  'a rendered target': {
    type: 'file',
    name: 'f',
    target: '{{build_name}}-{{build_type}}.txt',
    content: '{{upper `x`}}',
  },
  'content that is a number': { type: 'file', target: 'out.txt', content: 5 },
  'content with letters beyond ASCII': { type: 'file', target: 'out.txt', content: 'äöü 你好' },
  'wrong types': { type: 'file', target: ['x'], content: {} },
};

/** Section 8.3. */
export const fileBuilderArea: Area = {
  name: 'file-builder',
  cases: [
    ...Object.entries(builders).map(([name, builder]) => ({
      name,
      template: { builders: [builder] },
      files: { 'in.txt': 'input\n', 'folder/x': 'x' },
      commands: [
        ['validate', 't.json'],
        ['build', '-color=false', 't.json'],
        ['build', '-machine-readable', 't.json'],
      ],
    })),
    {
      name: 'provisioners talk to nobody',
      template: {
        builders: [{ type: 'file', target: 'out.txt', content: 'x' }],
        provisioners: [
          { type: 'shell', inline: ['exit 3'] },
          { type: 'file', source: 'in.txt', destination: '/x' },
          { type: 'shell-local', environment_vars: ['X={{build `ID`}}'], inline: ['echo "[$X]"'] },
        ],
      },
      files: { 'in.txt': 'input\n' },
      commands: [['build', '-color=false', 't.json']],
    },
    {
      name: 'a provisioner that fails leaves the file',
      template: {
        builders: [{ type: 'file', target: 'out.txt', content: 'x' }],
        provisioners: [{ type: 'shell-local', inline: ['exit 3'] }],
        'error-cleanup-provisioner': { type: 'shell-local', inline: ['echo cleaning'] },
      },
      commands: [['build', '-color=false', 't.json']],
    },
  ],
};
