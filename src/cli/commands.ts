import { onErrorLater } from '../errors/word/cli.ts';
import type { Command, Flag } from './command.ts';
import { checkDuration } from './duration-flag.ts';

const SELECTION: readonly Flag[] = [
  { name: 'only', value: 'foo,bar', doc: 'Only these builds.', many: true },
  { name: 'except', value: 'foo,bar', doc: 'All builds and post-processors but these.', many: true },
];

const VARIABLES: readonly Flag[] = [
  {
    name: 'var',
    value: 'key=value',
    doc: 'Value of a user variable; can be given more than once.',
    many: true,
    check: (text) => (text.includes('=') ? undefined : `No '=' value in arg: ${text}`),
  },
  {
    name: 'var-file',
    value: 'path',
    doc: 'JSON file with user variables; can be given more than once.',
    many: true,
  },
];

const GUESTS = ['memory', 'sandbox'];

const RUN_FLAGS: readonly Flag[] = [
  { name: 'color', doc: 'Colours; -color=false turns them off. (Default: true)' },
  { name: 'debug', doc: 'Builds run one after the other. Pauses between steps are not available yet.' },
  ...SELECTION,
  { name: 'force', doc: 'Delete existing artifacts that stand in the way.' },
  {
    name: 'on-error',
    value: 'cleanup|abort',
    doc: 'What to do when a build fails. (Default: cleanup)',
    check: checkOnError,
  },
  {
    name: 'parallel-builds',
    value: 'N',
    doc: 'Builds at the same time; 0 means no limit. (Default: 0)',
    check: checkInteger,
  },
  { name: 'timestamp-ui', doc: 'Put an RFC 3339 timestamp before each line of a build.' },
  ...VARIABLES,
  { name: 'emulate', doc: 'Build on an embedded Alibaba Cloud: no account, no network.' },
  {
    name: 'emulate-latency',
    value: 'name|file',
    doc: 'How long the embedded cloud takes: instant, fast, realistic. (Default: fast)',
  },
  { name: 'emulate-state', value: 'folder', doc: 'Keep the embedded cloud in this folder between runs.' },
  {
    name: 'emulate-guests',
    value: GUESTS.join('|'),
    doc: 'What the instances of the embedded cloud are. (Default: memory)',
    check: oneOf(GUESTS),
  },
  { name: 'emulate-faults', value: 'file', doc: 'JSON file of faults for the embedded cloud to make.' },
  {
    name: 'endpoint-url',
    value: 'url',
    doc: 'Send every product to this base URL. [ECS_IMAGEBUILD_ENDPOINT_URL]',
  },
  {
    name: 'state-dir',
    value: 'folder',
    doc: 'Where runs are kept. [ECS_IMAGEBUILD_STATE_DIR] (Default: .ecs-imagebuild beside the template)',
  },
  {
    name: 'auto-release',
    value: 'duration',
    doc: 'When the cloud itself removes the instance should this process die; 0 for never. (Default: 3h)',
    check: checkDuration,
  },
  { name: 'report', value: 'file', doc: 'Write the closing report as JSON to this file.' },
];

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
    name: 'validate',
    summary: 'check that a template is valid',
    description:
      'Checks a template and the settings of its parts, without any call to a cloud. Prints what is wrong.',
    flags: [
      { name: 'syntax-only', doc: 'Only check the structure, not the settings.' },
      ...SELECTION,
      ...VARIABLES,
    ],
    operands: ['TEMPLATE'],
    count: [1, 1],
    load: () => import('./commands/validate.ts'),
  },
  {
    name: 'inspect',
    summary: 'see the parts of a template',
    description: 'Prints the variables, builders and provisioners of a template. Checks its structure only.',
    flags: [],
    operands: ['TEMPLATE'],
    count: [1, 1],
    load: () => import('./commands/inspect.ts'),
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
        doc: 'How long things take: instant, fast, realistic. (Default: fast)',
      },
      { name: 'state', value: 'folder', doc: 'Keep the cloud in this folder.' },
      {
        name: 'guests',
        value: GUESTS.join('|'),
        doc: 'What the instances are. (Default: memory)',
        check: oneOf(GUESTS),
      },
      { name: 'faults', value: 'file', doc: 'JSON file of faults to make.' },
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

function checkInteger(text: string): string | undefined {
  return /^-?\d+$/.test(text) ? undefined : 'parse error';
}

function oneOf(names: readonly string[]): (text: string) => string | undefined {
  const quoted = names.map((name) => JSON.stringify(name)).join(' ');
  return (text) => (names.includes(text) ? undefined : `expected one of [${quoted}]`);
}

function checkOnError(text: string): string | undefined {
  if (text === 'ask' || text === 'run-cleanup-provisioner') return onErrorLater(text);
  return oneOf(['cleanup', 'abort', 'ask', 'run-cleanup-provisioner'])(text);
}
