import { spawn } from 'node:child_process';

/** What a program said and how it ended. */
export interface Said {
  readonly code: number | null;
  readonly stdout: string;
}

export interface Around {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What comes through a pipe; unset: nothing is there to be read. */
  readonly stdin?: string | undefined;
}

/** A call that does not end within so many milliseconds is a failure of its own; none takes as long, on a busy machine either. */
export const DEADLINE = 180_000;

/** Runs a program to its end. */
export function runProgram(program: string, args: readonly string[], around: Around): Promise<Said> {
  const { cwd, env, stdin } = around;
  // A pipe of the shell: that of this process is a socket, which Packer's console takes for a terminal.
  const [command, words] =
    stdin === undefined ? [program, args] : ['sh', ['-c', 'cat | "$@"', 'sh', program, ...args]];
  const child = spawn(command, words, { cwd, env, stdio: ['pipe', 'pipe', 'ignore'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), DEADLINE);
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  // It may end before it has read all that it is given.
  child.stdin.on('error', () => undefined).end(stdin ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject).once('close', (code, signal) => {
      clearTimeout(timer);
      if (signal === 'SIGKILL') reject(new Error(`${program} ${args.join(' ')} did not end by itself`));
      else resolve({ code, stdout });
    });
  });
}
