import { once } from 'node:events';
import type { AttemptFailure } from '../options.ts';
import { GUEST } from './config.ts';
import { failureOfOutput } from './failure.ts';
import type { Programs } from './programs.ts';

/** The connection that all commands share. */
export interface Master {
  readonly alive: boolean;
  /** What it said when it ended. */
  readonly last: string;
  close(): Promise<void>;
}

const UP = 'the connection is up';

/**
 * Opens the connection. Its own command reads our end of a pipe, so it ends with this process, whatever ends that. Its
 * first word comes when the others can use it.
 */
export function openMaster(programs: Programs, signal: AbortSignal): Promise<Master | AttemptFailure> {
  const settings = [
    'ControlMaster=yes',
    `ControlPath=${programs.workspace.path('control')}`,
    'PermitLocalCommand=yes',
    `LocalCommand=echo ${UP}`,
  ];
  const child = programs.start('ssh', [...settings.flatMap((each) => ['-o', each]), '-T', GUEST, 'cat']);
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-16_384);
  });
  const closed = once(child, 'close');
  const master: Master = {
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    get last() {
      return failureOfOutput(said).text;
    },
    async close() {
      child.stdin.end();
      const late = setTimeout(() => child.kill('SIGKILL'), 1000);
      child.kill();
      await closed.catch(() => undefined);
      clearTimeout(late);
    },
  };
  return new Promise((resolve) => {
    const abort = () => void child.kill();
    const settle = (result: Master | AttemptFailure) => {
      signal.removeEventListener('abort', abort);
      resolve(result);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString('utf8').includes(UP)) settle(master);
    });
    child.once('error', (error) =>
      settle({ reason: 'settings', text: `ssh cannot be started: ${error.message}` }),
    );
    child.once('close', () => settle(failureOfOutput(said)));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
