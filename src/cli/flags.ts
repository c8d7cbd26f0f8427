import { parseInteger } from '../template/go/go-integer.ts';
import type { Flag } from './command.ts';
import { checkDuration } from './duration-flag.ts';

export const SELECTION: readonly Flag[] = [
  { name: 'only', value: 'foo,bar', doc: 'Only these builds.', many: true },
  { name: 'except', value: 'foo,bar', doc: 'All builds and post-processors but these.', many: true },
];

export const VARIABLES: readonly Flag[] = [
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
  {
    name: 'strict-variables',
    doc: 'A reference to a variable that nobody defines is an error; otherwise it is empty, with a warning.',
  },
];

const unused = (name: string): Flag => ({ name, doc: 'Accepted for compatibility, without effect.' });

/** What Packer takes, later releases too, where there is no use for it. */
const UNUSED: readonly Flag[] = [unused('use-sequential-evaluation'), unused('ignore-prerelease-plugins')];

export const IGNORED: readonly Flag[] = [
  {
    name: 'config-type',
    value: 'json',
    doc: 'Accepted for compatibility: the name of a template tells its language.',
    check: (text) => (text === 'json' ? undefined : `${text} does not belong to configType values`),
  },
  ...UNUSED,
];

export const CONSOLE_FLAGS: readonly Flag[] = [
  {
    name: 'config-type',
    value: 'json|hcl2',
    doc: 'What is entered without a template: texts of JSON templates, or expressions of HCL2. (Default: json)',
    check: (text) =>
      text === 'json' || text === 'hcl2' ? undefined : `${text} does not belong to configType values`,
  },
  ...UNUSED,
];

const OF_PACKER_WHEN_RUN: readonly Flag[] = [
  ...IGNORED,
  { name: 'machine-readable', doc: 'Records for programs; with one dash, for every command, anywhere.' },
  {
    name: 'warn-on-undeclared-var',
    doc: 'Warn of values in var files that no variable of an HCL2 template takes.',
  },
  unused('skip-enforcement'),
];

export const OF_PACKER_WHEN_VALIDATED: readonly Flag[] = [
  ...IGNORED,
  {
    name: 'no-warn-undeclared-var',
    doc: 'Do not warn of values in var files that no variable of an HCL2 template takes.',
  },
  {
    name: 'evaluate-datasources',
    doc: 'Ask the data sources of an HCL2 template; else their values are unknown.',
  },
];

export const GUESTS = ['memory', 'sandbox'];

const ON_ERROR = ['cleanup', 'abort', 'ask', 'run-cleanup-provisioner'];

const OUTPUT: readonly Flag[] = [
  { name: 'color', doc: 'Colours; -color=false turns them off. (Default: true)' },
  { name: 'debug', doc: 'Builds run one after the other and pause between their steps.' },
  {
    name: 'on-error',
    value: ON_ERROR.join('|'),
    doc: 'What to do when a build fails. (Default: cleanup)',
    check: oneOf(ON_ERROR),
  },
  {
    name: 'discard-images',
    doc: 'Let -on-error=cleanup and ask remove images that are complete as well, as Packer does.',
  },
  { name: 'timestamp-ui', doc: 'Put an RFC 3339 timestamp before each line of a build.' },
  { name: 'report', value: 'file', doc: 'Write the closing report as JSON to this file.' },
  { name: 'timings', doc: 'Tell where each second of a build went, and its critical path.' },
];

/** Where the cloud is. */
const CLOUD: readonly Flag[] = [
  { name: 'emulate', doc: 'Build on an embedded Alibaba Cloud: no account, no network.' },
  {
    name: 'emulate-latency',
    value: 'name|file',
    doc: 'How long the embedded cloud takes: instant, fast, realistic, harsh. (Default: fast)',
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
    name: 'emulate-accept-ids',
    doc: 'Make up VPCs, vSwitches, security groups, snapshots and key pairs that a template names.',
  },
  {
    name: 'emulate-inside-vpc',
    doc: 'This machine is in the VPC of the embedded cloud: private addresses answer.',
  },
  {
    name: 'endpoint-url',
    value: 'url',
    doc: 'Send every product to this base URL. [ECS_IMAGEBUILD_ENDPOINT_URL]',
  },
];

/** Where runs are kept, for commands that begin with a template. */
const STATE: Flag = {
  name: 'state-dir',
  value: 'folder',
  doc: 'Where runs are kept. [ECS_IMAGEBUILD_STATE_DIR] (Default: .ecs-imagebuild beside the template)',
};

/** The same for commands that begin with a run. */
export const STATE_HERE: Flag = {
  ...STATE,
  doc: 'Where runs are kept. [ECS_IMAGEBUILD_STATE_DIR] (Default: .ecs-imagebuild in this folder)',
};

const UNTIL: Flag = { name: 'until', value: 'step', doc: 'Stop after this step and keep everything.' };

const AUTO_RELEASE: Flag = {
  name: 'auto-release',
  value: 'duration',
  doc: 'When the cloud itself removes the instance should this process die; 0 for never. (Default: 3h)',
  check: checkDuration,
};

export const RUN_FLAGS: readonly Flag[] = [
  ...OUTPUT,
  ...SELECTION,
  { name: 'force', doc: 'Delete existing artifacts that stand in the way.' },
  {
    name: 'parallel-builds',
    value: 'N',
    doc: 'Builds at the same time; 0 means no limit. (Default: 0)',
    check: checkInteger,
  },
  UNTIL,
  ...VARIABLES,
  ...OF_PACKER_WHEN_RUN,
  ...CLOUD,
  STATE,
  AUTO_RELEASE,
];

/** For commands that take up a run; what it was given at its beginning counts unless it is given anew. */
export const TAKE_UP_FLAGS: readonly Flag[] = [
  { name: 'accept-changes', doc: 'Go on although template, variables or scripts are not what they were.' },
  {
    name: 'take-over',
    doc: 'Take the run from a process on another machine or in another container; only if that is gone for certain.',
  },
  { name: 'template', value: 'file', doc: 'The template, where it is not where it was.' },
  ...VARIABLES,
  ...CLOUD,
  STATE_HERE,
];

export const RESUME_FLAGS: readonly Flag[] = [
  {
    name: 'from',
    value: 'step',
    doc: 'Do everything again from this step on, or from a provisioner: provision:2.',
  },
  UNTIL,
  {
    name: 'resume-provision',
    value: 'again|replace',
    doc: 'Run an unfinished provisioner again on the same instance, or all of them on a fresh one. (Default: again)',
    check: oneOf(['again', 'replace']),
  },
  ...TAKE_UP_FLAGS,
  ...OUTPUT,
  AUTO_RELEASE,
];

export const STEP_FLAGS: readonly Flag[] = [...TAKE_UP_FLAGS, ...OUTPUT, AUTO_RELEASE];

export const CLEANUP_FLAGS: readonly Flag[] = [
  { name: 'orphans', doc: 'Find what runs left whose journal is gone or which have ended, by their tag.' },
  {
    name: 'region',
    value: 'region',
    doc: 'Region to look for orphans in; can be given more than once.',
    many: true,
  },
  {
    name: 'older-than',
    value: 'duration',
    doc: 'Only orphans of this age, such as 6h.',
    check: checkDuration,
  },
  { name: 'dry-run', doc: 'List the orphans and remove nothing.' },
  { name: 'yes', doc: 'Remove the orphans without asking.' },
  { name: 'profile', value: 'name', doc: 'Profile of ~/.aliyun/config.json to look for orphans with.' },
  ...TAKE_UP_FLAGS,
];

export function checkInteger(text: string): string | undefined {
  const read = parseInteger(text);
  if (typeof read === 'bigint') return undefined;
  return read === 'range' ? 'value out of range' : 'parse error';
}

/** The number of a flag that `checkInteger` let through; Go writes numbers in several ways, such as `0x10` and `1_000`. */
export function integerOf(text: string): number {
  return Number(parseInteger(text));
}

export function oneOf(names: readonly string[]): (text: string) => string | undefined {
  const quoted = names.map((name) => JSON.stringify(name)).join(' ');
  return (text) => (names.includes(text) ? undefined : `expected one of [${quoted}]`);
}
