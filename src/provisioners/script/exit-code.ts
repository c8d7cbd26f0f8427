import type { ExecResult } from '../../communicators/communicator.ts';
import { BuildError } from '../../errors/build-error.ts';
import { exitCode } from '../words.ts';

/** Packer's number for "the connection went away before an exit status came". */
export const DISCONNECT = 2_300_218;

interface ExitSettings {
  readonly valid_exit_codes: readonly number[];
  readonly expect_disconnect: boolean;
}

/** Throws unless the script ended as its settings allow; `last` is what it wrote last. */
export function checkExit({ code }: ExecResult, settings: ExitSettings, last: readonly string[] = []): void {
  const allowed = settings.valid_exit_codes;
  if (code === undefined) {
    if (!settings.expect_disconnect && !allowed.includes(DISCONNECT)) throw disconnected(last);
  } else if (!allowed.includes(code)) {
    throw exitCode(code, allowed);
  }
}

const KEPT = 5;
/** A line of an error, not a page. */
const LONGEST = 500;

/** What was written last, for an error that comes after it. */
export interface LastLines {
  hear(line: string): void;
  readonly lines: readonly string[];
}

export function lastLines(): LastLines {
  const lines: string[] = [];
  return {
    lines,
    hear(line) {
      lines.push(line.slice(0, LONGEST));
      if (lines.length > KEPT) lines.shift();
    },
  };
}

const disconnected = (last: readonly string[]): BuildError =>
  new BuildError(
    'script-failed',
    'Script disconnected unexpectedly. If you expected your script to disconnect, i.e. from a restart, you can try ' +
      'adding `"expect_disconnect": true` or `"valid_exit_codes": [0, 2300218]` to the shell provisioner parameters.',
    last.length === 0
      ? { hint: 'The connection was lost before the script had written anything.' }
      : { hint: `The connection was lost after these lines of its output:\n${last.join('\n')}` },
  );
