import type { Command } from './command.ts';
import { IGNORED, SELECTION, VARIABLES } from './flags.ts';

/** Commands that work on the text of templates, and build nothing. */
export const TEXT_COMMANDS: readonly Command[] = [
  {
    name: 'fix',
    summary: 'bring a template of an old version up to date',
    description:
      'Prints a template with what old versions of Packer knew by other names put right, in the way of Packer 1.6.6.',
    flags: [
      { name: 'validate', doc: 'Check that the fixed template can be read. (Default: true)' },
      ...SELECTION,
      ...VARIABLES,
      ...IGNORED,
    ],
    operands: ['TEMPLATE'],
    count: [1, 1],
    load: () => import('./commands/fix.ts'),
  },
  {
    name: 'hcl2_upgrade',
    summary: 'write a JSON template as one of HCL2',
    description:
      'Makes an HCL2 template of a JSON one: the same blocks in the same order as Packer, those of known components in the form that they take. What a text calls that HCL2 has no call for is left to the component, and a comment says so.',
    flags: [
      {
        name: 'output-file',
        value: 'path',
        doc: 'File to write. (Default: the name of the template with .pkr.hcl after it)',
      },
      { name: 'with-annotations', doc: 'Explain each kind of block in comments.' },
      ...SELECTION,
      ...VARIABLES,
      ...IGNORED,
    ],
    operands: ['TEMPLATE'],
    count: [1, 1],
    load: () => import('./commands/hcl2-upgrade.ts'),
  },
  {
    name: 'fmt',
    summary: 'write templates in one form',
    description:
      'Writes JSON templates with two blanks a level and one item a line, .pkr.hcl and .pkrvars.hcl files as Packer does, and names the files that it changes. A folder stands for the templates in it; - reads standard input and prints the result.',
    flags: [
      { name: 'check', doc: 'Write nothing; end with 3 where something is to do.' },
      { name: 'diff', doc: 'Show the changes.' },
      { name: 'write', doc: 'Write to the files; -write=false prints the result. (Default: true)' },
      { name: 'recursive', doc: 'Go into the folders of folders, too.' },
    ],
    operands: ['[PATH...]'],
    count: [0, Number.POSITIVE_INFINITY],
    load: () => import('./commands/fmt.ts'),
  },
];
