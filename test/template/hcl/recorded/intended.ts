import { wrapped } from '../../../../src/template/hcl/wrap.ts';

/** A recorded result that is not ours on purpose: what ours is, and why. */
export interface Intended {
  readonly out: string;
  /** The exit code, where that is another one, too. */
  readonly exit?: number;
  readonly why: string;
}

const failure = (summary: string, detail: string) =>
  `Error: ${summary}\n\n  on <console-input> line 1:\n  (source code not available)\n\n${wrapped(detail, 80)}\n\n\n\n`;

const failed = (name: string, why: string) =>
  failure('Error in function call', `Call to function "${name}" failed: ${why}.`);

const unasked = (name: string): Intended => ({
  out: failed(name, 'the console does not ask stores for secrets'),
  why: 'stores are asked together, before a run; the console asks nobody',
});

const crash = 'Packer prints a panic and its stack';

/** By the id of the recorded case. */
export const intended: Readonly<Record<string, Intended>> = {
  'f-number-015': { out: failed('log', 'the result of log is no number'), why: crash },
  'f-number-022': { out: failed('pow', 'the result of pow is no number'), why: crash },
  'f-string-120': { out: failed('indent', 'the number of spaces must not be negative'), why: crash },
  'f-regex-028': {
    out: failure(
      'Invalid function argument',
      'Invalid value for "pattern" parameter: invalid regexp pattern: duplicate capture group name in a.',
    ),
    exit: 1,
    why: 'one name for two groups is a mistake; Go takes the last one',
  },
  'f-remote-001': unasked('vault'),
  'f-remote-004': unasked('vault'),
  'f-remote-006': unasked('consul_key'),
  'f-remote-012': unasked('vault'),
  'f-remote-013': unasked('vault'),
  'f-remote-014': unasked('consul_key'),
  'remote2-001': unasked('aws_secretsmanager'),
  'remote2-006': unasked('aws_secretsmanager'),
  'remote2-007': unasked('aws_secretsmanager_raw'),
  'remote2-008': unasked('aws_secretsmanager'),
};
