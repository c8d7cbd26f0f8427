import type { Readable } from 'node:stream';
import type { Home } from '../builds/watcher.ts';
import type { BuildEvent } from '../events/event.ts';
import type { Output } from '../renderers/ui.ts';

/** Everything that the program sees of its surroundings; tests bring their own. */
export interface Terminal {
  /** Arguments without the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: Readable;
  /** Whether a person sits there: questions are asked, pauses wait. */
  readonly interactive?: boolean;
  /** Standard input and output as a terminal that a shell on a guest can have for itself. */
  readonly screen?: Screen | undefined;
  /** As with Packer, everything for people goes here, errors too. */
  readonly stdout: Output;
  readonly stderr: Output;
  /** Resolves when what was written to standard output has been read; `undefined` when it has. */
  caughtUp?(): Promise<void> | undefined;
  readonly cwd: string;
  /** Calls back at every SIGINT, SIGTERM or SIGHUP; gives a way to stop listening. */
  onInterrupt(callback: (signal: Interrupt) => void): () => void;
  /** Goes back to where a run was begun, for programs that are started; not there where that is not possible. */
  comeBack?(home: Home): void;
  /** Hears every event of builds, redacted: a log. */
  hear?(event: BuildEvent): void;
  /** Leaves at once. */
  exit(code: number): void;
}

/** In Go's words. */
export type Interrupt = 'interrupt' | 'terminated' | 'hangup';

export interface Screen {
  readonly columns: number;
  readonly rows: number;
  /** Keeps what is typed from being seen. */
  hideInput?(hidden: boolean): void;
  /** Gives every key on as it is pressed. */
  setRawMode(on: boolean): void;
  onResize(callback: () => void): () => void;
}

/** The surroundings of this process. */
export function processTerminal(): Terminal {
  const { argv, env, stdout } = process;
  // Whoever reads our output may go away (`| head`, a closed terminal); that is no reason to leave a build half done.
  stdout.on('error', () => undefined);
  return {
    argv: argv.slice(2),
    env,
    // Node opens a stream when it is asked for, and most commands read nothing.
    get stdin() {
      return process.stdin;
    },
    get stderr() {
      return process.stderr;
    },
    get interactive() {
      return isInteractive();
    },
    get screen() {
      return isInteractive() ? screenOf(process) : undefined;
    },
    stdout,
    caughtUp: () => (stdout.writableNeedDrain ? drained(stdout) : undefined),
    cwd: process.cwd(),
    onInterrupt(callback) {
      const interrupt = () => callback('interrupt');
      const terminated = () => callback('terminated');
      const hungUp = () => {
        // The terminal is gone, and whoever writes to it must not fail for that.
        process.stderr.on('error', () => undefined);
        callback('hangup');
      };
      process.on('SIGINT', interrupt).on('SIGTERM', terminated).on('SIGHUP', hungUp);
      return () => void process.off('SIGINT', interrupt).off('SIGTERM', terminated).off('SIGHUP', hungUp);
    },
    comeBack({ cwd, umask, timeZone }) {
      process.chdir(cwd);
      process.umask(umask);
      process.env['TZ'] = timeZone;
    },
    exit: (code) => process.exit(code),
  };
}

function isInteractive(): boolean {
  return process.stdin.isTTY && process.stdout.isTTY;
}

/** Whoever reads may also go away. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    const settle = () => {
      stream.off('drain', settle).off('close', settle).off('error', settle);
      resolve();
    };
    stream.once('drain', settle).once('close', settle).once('error', settle);
  });
}

function screenOf({ stdin, stdout }: Pick<NodeJS.Process, 'stdin' | 'stdout'>): Screen {
  return {
    get columns() {
      return stdout.columns;
    },
    get rows() {
      return stdout.rows;
    },
    // The terminal stays in charge of line editing and Ctrl-C, which it would not be with raw keys.
    hideInput(hidden) {
      // Loaded when it is needed: this is part of every start.
      const { spawnSync } = process.getBuiltinModule('node:child_process');
      spawnSync('stty', [hidden ? '-echo' : 'echo'], { stdio: ['inherit', 'ignore', 'ignore'] });
    },
    setRawMode: (on) => void stdin.setRawMode(on),
    onResize(callback) {
      stdout.on('resize', callback);
      return () => void stdout.off('resize', callback);
    },
  };
}
