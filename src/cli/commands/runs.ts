import { basename } from 'node:path';
import { stateFolder } from '../../builds/requests.ts';
import { type Holding, holdings } from '../../engine/holdings.ts';
import { listRuns, type StoredRun, standsAt, statusOf } from '../../engine/run-store.ts';
import { ageOf } from '../../renderers/durations.ts';
import { table } from '../../renderers/table.ts';
import type { Run } from '../command.ts';
import { aroundOf } from '../requests.ts';

/** Lists the runs of a folder, the newest first. */
export const run: Run = async (call) => {
  const { flags, terminal, ui } = call;
  const runs = listRuns(stateFolder(flags.text('state-dir'), terminal.cwd, aroundOf(call)));
  if (flags.on('json')) {
    ui.say(JSON.stringify(runs.map(told), null, 2));
    return 0;
  }
  if (runs.length === 0) ui.say('There are no runs here.');
  else ui.say([...table([HEAD, ...runs.map(row)], { indent: 0, width: 120 })].join('\n'));
  return 0;
};

const HEAD = ['RUN', 'TEMPLATE', 'BUILD', 'AGE', 'STATE', 'STEP', 'HOLDS'];

function row(stored: StoredRun): string[] {
  const { id, state } = stored;
  const { template = '', build = '' } = state.header ?? {};
  const age = state.begun === '' ? '' : ageOf(Date.now() - Date.parse(state.begun));
  const held = holdings(state);
  const words = stored.unreadable ?? (held.length === 0 ? 'nothing' : held.map(worded).join(', '));
  return [id, basename(template), build, age, statusOf(stored), standsAt(state), words];
}

function worded({ noun, id }: Holding): string {
  return id === '' ? noun : `${noun} ${id}`;
}

function told(stored: StoredRun) {
  const { id, path, state, owner, unreadable } = stored;
  const { template = null, build = null, builder = null } = state.header ?? {};
  return {
    id,
    template,
    build,
    builder,
    region: state.site?.region ?? null,
    state: statusOf(stored),
    step: standsAt(state),
    begun: state.begun || null,
    changed: state.touched || null,
    pid: owner ?? null,
    folder: path,
    holds: holdings(state),
    unreadable: unreadable ?? null,
  };
}
