import type { ProvisionScope } from '../provisioner.ts';
import { DISCONNECT } from '../script/exit-code.ts';

export interface ConvergeEnd {
  readonly code: number;
  /** What it wrote to standard output, then what it wrote to standard error. */
  readonly output: readonly string[];
  readonly complaints: readonly string[];
}

/** Lines beyond these are dropped, the oldest first. */
const MOST = 10_000;

/** Runs a command and holds what it writes: whether that is told as output or as errors depends on how it ends. */
export async function runConverge(command: string, scope: ProvisionScope): Promise<ConvergeEnd> {
  const lines: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const { code } = await scope.comm.exec(command, {
    signal: scope.signal,
    onLine(stream, line) {
      if (lines[stream].push(line) > MOST) lines[stream].shift();
    },
  });
  return { code: code ?? DISCONNECT, output: trimmed(lines.stdout), complaints: trimmed(lines.stderr) };
}

/** Without empty lines at both ends. */
function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}
