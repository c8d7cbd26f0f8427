import { type Area, NOTHING } from '../case.ts';

const inputs: readonly string[] = [
  '',
  '\n',
  '{{user `a`}}',
  '{{user `nope`}}',
  '{{upper `x`}}\n{{lower `Y`}}',
  'plain',
  '  {{ timestamp | len }}  ',
  'variables',
  'help',
  'exit',
  'exit\n{{upper `x`}}',
  '{{nope}}',
  '{{nope}}\n{{upper `x`}}',
  '{{upper `x`}}\n{{nope}}',
  '{{user `a`',
  '{{build_name}}',
  '{{build_type}}',
  '{{build `ID`}}',
  '{{env `HOME`}}',
  '{{template_dir}}',
  '{{pwd}}',
  '{{packer_version}}',
  '{{isotime "2006"}}',
  '{{split `a,b` `,` 1}}',
  '{{split `a,b` `,` 9}}',
  '{{if eq (user `a`) "x"}}yes{{end}}',
  '{{printf "%q" (user `a`)}}',
  '{{.Nope}}',
  '{{sed `a` `b`}}',
  '{{clean_resource_name `a b`}}',
  '{{range $i, $e := split `a` `,` 0}}x{{end}}',
  'a\nb\nc',
];

const template = {
  variables: { a: 'x', b: '{{user `a`}}!', s: 'hidden' },
  'sensitive-variables': ['s'],
  builders: [NOTHING],
};

/** Section 9.8. */
export const consoleArea: Area = {
  name: 'console',
  cases: [
    ...inputs.map((stdin) => ({
      name: JSON.stringify(stdin),
      template,
      stdin,
      commands: [['console', 't.json']],
      // Packer lists them as its map gives them.
      ...(stdin === 'variables' && { unordered: true }),
    })),
    {
      name: 'without a template',
      template,
      stdin: '{{upper `x`}}',
      commands: [['console']],
    },
    {
      name: 'with variables',
      template,
      stdin: '{{user `a`}}{{user `b`}}',
      commands: [['console', '-var', 'a=given', 't.json']],
    },
    {
      name: 'with a missing template',
      template,
      stdin: 'x',
      commands: [['console', 'nope.json']],
    },
    {
      name: 'with a template that is wrong',
      template: { builders: [{}] },
      stdin: 'x',
      commands: [['console', 't.json']],
    },
    {
      name: 'with a required variable',
      template: { variables: { a: null } },
      stdin: '{{user `a`}}',
      commands: [['console', 't.json']],
    },
  ],
};
