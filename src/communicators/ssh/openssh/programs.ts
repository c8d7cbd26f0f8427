import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import type { Workspace } from './workspace.ts';

/** How the programs of OpenSSH are started for one connection. */
export interface Programs {
  readonly workspace: Workspace;
  start(program: 'ssh' | 'sftp', args: readonly string[]): ChildProcessWithoutNullStreams;
  /** Runs one to its end with this input; gives its status and what it said. */
  run(
    program: 'ssh' | 'sftp',
    args: readonly string[],
    options: { readonly signal: AbortSignal; readonly input?: string },
  ): Promise<{ readonly code: number | null; readonly output: string }>;
  /** What every start needs: environment and the file of settings. */
  readonly env: NodeJS.ProcessEnv;
  readonly settings: readonly string[];
}

/** `askpass`: program that answers what the guest asks; no secret stands in an argument or in the environment. */
export function programsOf(workspace: Workspace, askpass: string | undefined): Programs {
  const env = {
    ...process.env,
    LC_ALL: 'C',
    ...(askpass === undefined
      ? {}
      : { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: process.env['DISPLAY'] ?? ':0' }),
  };
  const settings = ['-F', workspace.path('config')];
  const start: Programs['start'] = (program, args) => {
    const child = spawn(program, [...settings, ...args], { env });
    // What goes wrong with a pipe is told by how the program ends.
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
    return child;
  };
  return {
    workspace,
    env,
    settings,
    start,
    run: (program, args, { signal, input = '' }) =>
      new Promise((resolve, reject) => {
        const child = start(program, args);
        const abort = () => void child.kill();
        signal.addEventListener('abort', abort, { once: true });
        if (signal.aborted) abort();
        let output = '';
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', (chunk: Buffer) => {
            output = (output + chunk.toString('utf8')).slice(-16_384);
          });
        child.once('error', reject);
        child.once('close', (code) => {
          signal.removeEventListener('abort', abort);
          resolve({ code, output });
        });
        child.stdin.end(input);
      }),
  };
}
