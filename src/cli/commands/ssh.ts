import { scopeOf } from '../../builds/run-builds.ts';
import { noShell, notConnectable } from '../../builds/words.ts';
import type { Communicator, ExecResult } from '../../communicators/communicator.ts';
import { volatileJournal } from '../../engine/journal.ts';
import { findRun } from '../../engine/run-store.ts';
import type { Call, Run } from '../command.ts';
import { stateFolder } from '../run-options.ts';
import { type TakenUp, takeUpRun } from '../take-up-run.ts';

/** The exit status where the connection went away. Like the program `ssh`. */
const LOST = 255;

/** Opens a shell on the instance of a run, or runs a command there. Takes no lock: it may be looked at while it pauses. */
export const run: Run = async (call) => {
  const [id = '', ...words] = call.operands;
  const found = findRun(stateFolder(call, call.terminal.cwd), id);
  return takeUpRun(call, found, async (taken) => {
    const interrupted = new AbortController();
    const deafen = call.terminal.onInterrupt(() => interrupted.abort());
    try {
      const comm = await connect(taken, interrupted.signal);
      try {
        const { code } = await talk(call, comm, words.join(' '), interrupted.signal);
        return code ?? LOST;
      } finally {
        await comm.close();
      }
    } finally {
      deafen();
    }
  });
};

async function connect(
  { run: found, build, settings, emulator }: TakenUp,
  signal: AbortSignal,
): Promise<Communicator> {
  const { prepared } = build;
  if (prepared.connect === undefined) throw notConnectable(build.type);
  const journal = { ...volatileJournal(), state: found.state };
  const scope = scopeOf(
    build,
    { runId: found.id, path: found.path, journal },
    {
      onError: 'abort',
      autoRelease: 0,
      signal,
      endpointUrl: emulator?.url ?? settings.endpointUrl,
      emit: () => undefined,
      control: () => ({}),
      watch: () => ({}),
      reach: async (host, port) => emulator?.reach(host, port) ?? { host, port },
    },
  );
  return prepared.connect(scope);
}

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
