import { connectTo } from '../../builds/connect.ts';
import type { Watcher } from '../../builds/watcher.ts';
import { noShell } from '../../builds/words.ts';
import type { Communicator, ExecResult } from '../../communicators/communicator.ts';
import type { Call, Run } from '../command.ts';
import { tellProblems } from '../diagnostics.ts';
import { aroundOf, takeUpRequest } from '../requests.ts';

/** The exit status where the connection went away. Like the program `ssh`. */
const LOST = 255;

/** Opens a shell on the instance of a run, or runs a command there. */
export const run: Run = async (call) => {
  const [id = '', ...words] = call.operands;
  const interrupted = new AbortController();
  const { signal } = interrupted;
  const deafen = call.terminal.onInterrupt(() => interrupted.abort());
  const watcher: Pick<Watcher, 'signal' | 'loaded' | 'comeBack'> = {
    signal,
    loaded: ({ problems, redactor }) => tellProblems(problems, call, redactor),
    comeBack: (home) => call.terminal.comeBack?.(home),
  };
  try {
    const request = { ...takeUpRequest(call), run: id };
    const ended = await connectTo(request, { around: aroundOf(call), watcher }, (comm) =>
      talk(call, comm, words.join(' '), signal),
    );
    return ended === undefined ? 1 : (ended.code ?? LOST);
  } finally {
    deafen();
  }
};
async function talk(
  { terminal }: Call,
  comm: Communicator,
  command: string,
  signal: AbortSignal,
): Promise<ExecResult> {
  const { stdout, stderr, stdin, screen } = terminal;
  if (command !== '') {
    const onLine = (stream: 'stdout' | 'stderr', line: string) =>
      void (stream === 'stdout' ? stdout : stderr).write(`${line}\n`);
    return comm.exec(command, { signal, onLine });
  }
  if (comm.shell === undefined) throw noShell(`a ${comm.kind} connection has none`);
  if (screen === undefined) throw noShell('this is no terminal');
  screen.setRawMode(true);
  try {
    return await comm.shell({
      signal,
      stdin,
      columns: screen.columns,
      rows: screen.rows,
      write: (bytes) => void stdout.write(bytes),
      onResize: (callback) => screen.onResize(() => callback({ columns: screen.columns, rows: screen.rows })),
    });
  } finally {
    screen.setRawMode(false);
  }
}
