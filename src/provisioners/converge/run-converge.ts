import type { ProvisionScope } from '../provisioner.ts';
import { DISCONNECT } from '../script/exit-code.ts';

export interface ConvergeEnd {
  readonly code: number;
  /** What it wrote to standard error, which is of interest when it failed only. */
  readonly complaints: readonly string[];
}

/** Complaints beyond these are dropped, the oldest first. */
const MOST = 1000;

/** Runs a command; what it writes to standard output is shown as it comes. */
export async function runConverge(command: string, scope: ProvisionScope): Promise<ConvergeEnd> {
  const complaints: string[] = [];
  const { code } = await scope.comm.exec(command, {
    signal: scope.signal,
    onLine: (stream, line) => {
      if (stream === 'stdout') scope.output('stdout', line);
      else if (complaints.push(line) > MOST) complaints.shift();
    },
  });
  return { code: code ?? DISCONNECT, complaints };
}
