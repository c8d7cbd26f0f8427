import type { Communicator } from '../communicators/communicator.ts';
import { volatileJournal } from '../engine/journal.ts';
import { findRun } from '../engine/run-store.ts';
import { type Around, stateFolder, type TakeUpRequest } from './requests.ts';
import { scopeOf } from './run-builds.ts';
import { type TakenUp, takeUpRun } from './take-up-run.ts';
import type { Watcher } from './watcher.ts';
import { notConnectable } from './words.ts';

interface ConnectRequest extends TakeUpRequest {
  readonly run: string;
}

/**
 * Connects to the machine of a run for as long as `talk` takes, and gives what comes of it. Takes no lock: a run may be
 * looked at while it pauses. `undefined`: the template is wrong by now, which the watcher has been told.
 */
export async function connectTo<T>(
  request: ConnectRequest,
  parties: { readonly around: Around; readonly watcher: Pick<Watcher, 'signal' | 'loaded' | 'comeBack'> },
  talk: (comm: Communicator) => Promise<T>,
): Promise<T | undefined> {
  const { around, watcher } = parties;
  const found = findRun(stateFolder(request.stateDir, around.cwd, around), request.run);
  return takeUpRun<T | undefined>(found, request, parties, {
    wrong: () => undefined,
    async use(taken) {
      const comm = await connect(taken, watcher.signal);
      try {
        return await talk(comm);
      } finally {
        await comm.close();
      }
    },
  });
}

async function connect({ run, build, cloud, emulator }: TakenUp, signal: AbortSignal): Promise<Communicator> {
  const { prepared } = build;
  if (prepared.connect === undefined) throw notConnectable(build.type);
  const journal = { ...volatileJournal(), state: run.state };
  const scope = scopeOf(
    build,
    { runId: run.id, path: run.path, journal },
    {
      onError: 'abort',
      autoRelease: 0,
      signal,
      endpointUrl: emulator?.url ?? cloud.endpointUrl,
      emit: () => undefined,
      control: () => ({}),
      watch: () => ({}),
      reach: async (host, port) => emulator?.reach(host, port) ?? { host, port },
    },
  );
  return prepared.connect(scope);
}
