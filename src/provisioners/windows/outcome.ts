import type { ExecResult } from '../../communicators/communicator.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { exitCode, windowsDisconnected } from '../words.ts';

/** Packer's numbers for "the connection went away before an exit code came": over WinRM, and over SSH. */
const disconnects = [16_001, 2_300_218];
/** How much of what it said last an error repeats. */
const REMEMBERED = 3;

/** A command that ran to its end, or until the connection went away. */
export interface Shown {
  readonly result: ExecResult;
  /** The last lines that it printed. */
  readonly last: readonly string[];
}

/** Gives a check that throws unless it ended as `allowed` says. */
export function ended({ result, last }: Shown, allowed: readonly number[]): () => void {
  const { code, reason = '' } = result;
  return () => {
    if (code === undefined) {
      if (!disconnects.some((each) => allowed.includes(each))) throw windowsDisconnected(reason, last);
    } else if (!allowed.includes(code)) throw exitCode(code, allowed);
  };
}

/** Runs a command, shows its output as it comes, and gives the last lines of it too. */
export async function runShown(command: string, scope: ProvisionScope): Promise<Shown> {
  const last: string[] = [];
  const result = await scope.comm.exec(command, {
    signal: scope.signal,
    onLine(stream, line) {
      scope.output(stream, line);
      if (line.trim() === '') return;
      last.push(line);
      if (last.length > REMEMBERED) last.shift();
    },
  });
  return { result, last };
}
