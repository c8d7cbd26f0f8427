import type { Readable } from 'node:stream';
import type { Output } from '../renderers/ui.ts';

/** Everything that the program sees of its surroundings; tests bring their own. */
export interface Terminal {
  /** Arguments without the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  /** As with Packer, everything for people goes here, errors too. */
  readonly stdout: Output;
  readonly stderr: Output;
  readonly cwd: string;
  /** Calls back at every SIGINT or SIGTERM; gives a way to stop listening. */
  onInterrupt(callback: (signal: 'interrupt' | 'terminated') => void): () => void;
  /** Leaves at once. */
  exit(code: number): void;
}

/** The surroundings of this process. */
export function processTerminal(): Terminal {
  const { argv, env, stdin, stdout, stderr } = process;
  return {
    argv: argv.slice(2),
    env,
    stdin,
    stdout,
    stderr,
    cwd: process.cwd(),
    onInterrupt(callback) {
      const interrupt = () => callback('interrupt');
      const terminated = () => callback('terminated');
      process.on('SIGINT', interrupt).on('SIGTERM', terminated);
      return () => void process.off('SIGINT', interrupt).off('SIGTERM', terminated);
    },
    exit: (code) => process.exit(code),
  };
}
