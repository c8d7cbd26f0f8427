import { spawn } from 'node:child_process';
import { lineSplitter } from '../../communicators/lines.ts';
import { cancelledProvisioner, localScript } from '../../errors/word/provisioner.ts';
import type { LocalScope } from '../shell-local.ts';

/**
 * Runs a program of this machine with empty standard input and this process's environment; gives its exit code.
 * Cancelling ends its whole process group.
 */
export function runLocally(argv: readonly string[], script: string, scope: LocalScope): Promise<number> {
  const [program = '', ...args] = argv;
  const unix = process.platform !== 'win32';
  const { runUuid } = scope;
  const env = { ...process.env, ...(runUuid !== undefined && { PACKER_RUN_UUID: runUuid }) };
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: unix, env });
    const stop = (): void => {
      if (child.pid === undefined) return;
      if (unix) killGroup(child.pid);
      else child.kill();
    };
    for (const name of ['stdout', 'stderr'] as const) {
      const lines = lineSplitter((line) => scope.output(name, line));
      child[name].on('data', (chunk: Buffer) => lines.push(chunk)).once('end', () => lines.end());
    }
    child.once('error', (error) => reject(localScript(script, error)));
    child.once('close', (code) => {
      scope.signal.removeEventListener('abort', stop);
      if (scope.signal.aborted) reject(cancelledProvisioner('shell-local'));
      else if (code === null) reject(localScript(script));
      else resolve(code);
    });
    scope.signal.addEventListener('abort', stop, { once: true });
    if (scope.signal.aborted) stop();
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
