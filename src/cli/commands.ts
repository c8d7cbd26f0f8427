import type { Command } from './command.ts';
import {
  CLEANUP_FLAGS,
  CONSOLE_FLAGS,
  checkInteger,
  GUESTS,
  IGNORED,
  OF_PACKER_WHEN_VALIDATED,
  oneOf,
  RESUME_FLAGS,
  RUN_FLAGS,
  SELECTION,
  STATE_HERE,
  STEP_FLAGS,
  TAKE_UP_FLAGS,
  VARIABLES,
} from './flags.ts';
import { TEXT_COMMANDS } from './text-commands.ts';

/** The commands, in the order of help. Their code is loaded when they are called. */
export const COMMANDS: readonly Command[] = [
  {
    name: 'run',
    alias: 'build',
    summary: 'build the images of a template',
    description:
      'Builds the images that the template describes, several at a time, and cleans up after itself.',
    flags: RUN_FLAGS,
    operands: ['TEMPLATE'],
    count: [1, 1],
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'resume',
    summary: 'go on with a run where it stopped',
    description:
      'Goes on with a run where it stopped, whatever ended it; by default with the newest unfinished one of this folder.',
    flags: RESUME_FLAGS,
    operands: ['[RUN]'],
    count: [0, 1],
    load: () => import('./commands/resume.ts'),
  },
  {
    name: 'runs',
    summary: 'list the runs of this folder',
    description: 'Lists runs with their state, the step that they stand at and what they hold in the cloud.',
    flags: [{ name: 'json', doc: 'As JSON.' }, STATE_HERE],
    operands: [],
    count: [0, 0],
    load: () => import('./commands/runs.ts'),
  },
  {
    name: 'steps',
    summary: 'see the steps of a template or of a run',
    description:
      'Prints what each step of the builds will do, without any call to the cloud, or how far a run has got.',
    flags: [{ name: 'graph', doc: 'As a Mermaid flowchart.' }, ...SELECTION, ...VARIABLES, STATE_HERE],
    operands: ['TEMPLATE|RUN'],
    count: [1, 1],
    load: () => import('./commands/steps.ts'),
  },
  {
    name: 'policy',
    summary: 'print the RAM policy that a template needs',
    description:
      'Plays the builds of the template on the embedded cloud, and prints the RAM policy that allows the calls they made and no others.',
    flags: [{ name: 'force', doc: 'As for run -force.' }, ...SELECTION, ...VARIABLES],
    operands: ['TEMPLATE'],
    count: [1, 1],
    load: () => import('./commands/policy.ts'),
  },
  {
    name: 'step',
    summary: 'run one step of a run again',
    description:
      'Runs one step of a run again by itself, or one provisioner (provision:2), and keeps everything.',
    flags: STEP_FLAGS,
    operands: ['RUN', 'STEP'],
    count: [2, 2],
    load: () => import('./commands/step.ts'),
  },
  {
    name: 'ssh',
    summary: 'open a shell on the instance of a run',
    description:
      'Opens a shell on the instance of a run, or runs a command there and ends with its exit status.',
    flags: TAKE_UP_FLAGS,
    operands: ['RUN', '[COMMAND...]'],
    count: [1, Number.POSITIVE_INFINITY],
    verbatimAfter: 1,
    load: () => import('./commands/ssh.ts'),
  },
  {
    name: 'cleanup',
    alias: 'clean',
    summary: 'remove what a run holds',
    description:
      'Undoes what a run holds in the cloud. With --orphans it finds what runs have left whose journal is gone, lists it and removes it after asking.',
    flags: CLEANUP_FLAGS,
    operands: ['[RUN]'],
    count: [0, 1],
    load: () => import('./commands/cleanup.ts'),
  },
  {
    name: 'validate',
    summary: 'check that a template is valid',
    description:
      'Checks a template and the settings of its parts, without any call to a cloud. Prints what is wrong.',
    flags: [
      { name: 'syntax-only', doc: 'Only check the structure, not the settings.' },
      ...SELECTION,
      ...VARIABLES,
      ...OF_PACKER_WHEN_VALIDATED,
    ],
    operands: ['TEMPLATE'],
    count: [1, 1],
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'inspect',
    summary: 'see the parts of a template',
    description: 'Prints the variables, builders and provisioners of a template. Checks its structure only.',
    flags: [...SELECTION, ...VARIABLES, ...IGNORED],
    operands: ['[TEMPLATE]'],
    count: [0, 1],
    load: () => import('./commands/inspect.ts'),
  },
  {
    name: 'console',
    summary: 'try templates and variables out',
    description:
      'Evaluates template texts with the variables of a template, or expressions of HCL2: as they are entered, or those that come through a pipe, of which the last result is printed. It knows the words variables, help and exit.',
    flags: [...VARIABLES, ...SELECTION, ...CONSOLE_FLAGS],
    operands: ['[TEMPLATE]'],
    count: [0, 1],
    load: () => import('./commands/console.ts'),
  },
  ...TEXT_COMMANDS,
  {
    name: 'docs',
    summary: 'look up the settings of a component',
    description:
      'Prints the settings of a builder, provisioner or post-processor: name, type, default and what they do. Where several kinds have the name, all are printed; write provisioner/shell-local for one. Without a name it lists all.',
    flags: [{ name: 'markdown', doc: 'As Markdown.' }],
    operands: ['[COMPONENT...]'],
    count: [0, Number.POSITIVE_INFINITY],
    load: () => import('./commands/docs.ts'),
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of templates',
    description:
      'Prints a JSON Schema of templates, with which an editor completes and checks them. The package has it as dist/schema.json.',
    flags: [],
    operands: [],
    count: [0, 0],
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'completion',
    summary: 'print the completion for a shell',
    description:
      'Prints what bash, zsh or fish has to load to complete commands, flags, templates, runs and components.',
    flags: [],
    operands: ['SHELL'],
    count: [1, Number.POSITIVE_INFINITY],
    verbatimAfter: 1,
    load: () => import('./commands/completion.ts'),
  },
  {
    name: 'emulator',
    summary: 'run the embedded Alibaba Cloud on its own',
    description:
      'Serves ECS, VPC and STS on a loopback port until it is interrupted, for this tool, Packer or an SDK.',
    flags: [
      {
        name: 'port',
        value: 'N',
        doc: 'Port to listen on; 0 takes a free one. (Default: 0)',
        check: checkInteger,
      },
      {
        name: 'latency',
        value: 'name|file',
        doc: 'How long things take: instant, fast, realistic, harsh. (Default: fast)',
      },
      { name: 'state', value: 'folder', doc: 'Keep the cloud in this folder.' },
      {
        name: 'guests',
        value: GUESTS.join('|'),
        doc: 'What the instances are. (Default: memory)',
        check: oneOf(GUESTS),
      },
      { name: 'faults', value: 'file', doc: 'JSON file of faults to make.' },
      {
        name: 'accept-ids',
        doc: 'Make up VPCs, vSwitches, security groups, snapshots and key pairs that calls name.',
      },
      { name: 'inside-vpc', doc: 'Clients are in the VPC of the instances: private addresses answer.' },
      { name: 'role', value: 'name', doc: 'RAM role of the instance that the metadata service speaks for.' },
      {
        name: 'tls',
        doc: 'Answer CONNECT for the names of the service; the authority goes into the file emulator-ca.pem.',
      },
      { name: 'list-images', doc: 'Print the public images that it lists, and end.' },
    ],
    operands: [],
    count: [0, 0],
    load: () => import('./commands/emulator.ts'),
  },
  {
    name: 'version',
    summary: 'print the version',
    description: 'Prints the version.',
    flags: [],
    operands: [],
    count: [0, Number.POSITIVE_INFINITY],
    load: () => import('./commands/version.ts'),
  },
];
