import { EventEmitter } from 'node:events';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { main } from '../../src/cli/main.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** What a person at the terminal enters when asked, line by line. */
  readonly answers?: readonly string[];
  /** Emits `interrupt` to interrupt the program. */
  readonly signals?: EventEmitter;
  /** Hears everything written to standard output. */
  onOutput?(text: string): void;
}

/** Runs the whole program in this process, with streams and environment of its own. */
export async function runMain(argv: readonly string[], around: Surroundings = {}): Promise<Outcome> {
  const { cwd = tmpdir(), env = {}, stdin = '', signals = new EventEmitter(), onOutput } = around;
  let stdout = '';
  let stderr = '';
  let left: number | undefined;
  const { answers } = around;
  const person = Readable.from((answers ?? []).map((line) => `${line}\n`));
  const code = await main({
    argv,
    env,
    cwd,
    stdin: answers === undefined ? Readable.from([stdin]) : person,
    interactive: answers !== undefined,
    stdout: {
      write(text: string) {
        stdout += text;
        onOutput?.(text);
      },
    },
    stderr: { write: (text: string) => (stderr += text) },
    onInterrupt(callback) {
      const listener = () => callback('interrupt');
      signals.on('interrupt', listener);
      return () => void signals.off('interrupt', listener);
    },
    // A process would be gone; here the program goes on cleaning up, which no test may leave behind.
    exit(status) {
      left ??= status;
    },
  });
  return { code: left ?? code, stdout, stderr };
}
