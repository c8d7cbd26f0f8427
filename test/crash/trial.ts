import { appendFileSync, readFileSync } from 'node:fs';
import type { EmulatorOptions } from '../../src/emulator/emulator.ts';
import type { FaultRule } from '../../src/emulator/fault-rule.ts';
import { differences } from './cloud-state.ts';
import { type Cloud, clouds } from './clouds.ts';
import { fixtureNamed } from './fixtures.ts';
import { buildOf, reference } from './points.ts';
import { removeFrom, type Table } from './remove-from.ts';
import { leaks } from './secrets.ts';
import { type Disturbance, type Ending, type Interrupt, openSite, type Site } from './site.ts';

/** One build that is killed and taken up again. Plain JSON, so that a failed one can be given on the command line. */
export interface Trial {
  readonly fixture: string;
  /** What the first process sends itself at its point, in place of being killed; then nobody takes the run up. */
  readonly signal?: Interrupt;
  /** The largest file that the process can write, in blocks of 512 bytes; then nobody takes the run up. */
  readonly room?: number;
  /** How calls are disturbed. */
  readonly faults?: readonly FaultRule[];
  /** Where the first process is killed, where the one after it, and so on: a number or `NAME#TURN`. */
  readonly kills: readonly string[];
  /** What takes the run up. */
  readonly verb: 'resume' | 'cleanup';
  /** Of a template of several builds: the order in which their runs are taken up, each by a process of its own. */
  readonly order?: 'oldest first' | 'newest first' | 'at once';
  /** Leaves half a line at the end of the journal, as a crash in the middle of a write does. */
  readonly torn?: boolean;
  readonly cloud?: Cloud;
  /** The number of the call at which somebody presses Ctrl-C in the first process. */
  readonly interruptAt?: number;
  /** What somebody removes before the last process; these things may be made a second time. */
  readonly removed?: readonly Table[];
  /** What the last process has to say. */
  readonly says?: string;
}

/** What went wrong, in lines; `killed` counts the kills that really happened. */
export interface Verdict {
  readonly wrong: readonly string[];
  readonly killed: number;
}

/** Runs, kills, takes up until nobody kills any more, and compares with the build that was left alone. */
export async function tried(trial: Trial): Promise<Verdict> {
  const { signal, room } = trial;
  await using site = await openSite(fixtureNamed(trial.fixture), cloudOf(trial));
  if (signal !== undefined) return await stopped(site, trial, signal);
  if (room !== undefined) return await outOfRoom(site, trial, room);
  if (trial.order !== undefined) return await severalRuns(site, trial, trial.order);
  const before = site.state().left;
  const endings: Ending[] = [];
  for (const at of [...trial.kills, undefined]) {
    const ending = await oneProcess(site, trial, at);
    endings.push(ending);
    if (trial.torn && ending.killed) tear(site);
    if (ending.code === 0 && (trial.verb === 'resume' || endings.length === 1)) break;
  }
  const killed = endings.filter((ending) => ending.killed).length;
  const [first] = endings;
  const last = endings.at(-1);
  const wrong =
    trial.verb === 'resume' || first?.code === 0 || isComplete(site)
      ? await asUndisturbed(site, trial, last)
      : asBefore(site, before, last);
  return verdict(site, killed, wrong);
}

function cloudOf({ cloud = 'well', faults = [] }: Trial): EmulatorOptions {
  const known = clouds[cloud];
  return { ...known, faults: [...('faults' in known ? known.faults : []), ...faults] };
}

/** A build that is told to stop cleans up completely, unless all was done and noted by then; it ends as Packer does. */
async function stopped(site: Site, trial: Trial, signal: Interrupt): Promise<Verdict> {
  const before = site.state().left;
  const [at = ''] = trial.kills;
  const ending = await site.run({ at, signal });
  const complete = isComplete(site);
  const wrong = complete
    ? differences((await reference(trial.fixture)).state, site.state())
    : hasImage(site)
      ? await asUndisturbed(site, trial, await site.take('resume'))
      : leftOver(site, before);
  // In its last moment a build may be over before it hears the signal: then it is a success.
  const asMeant = ending.code === STOPPED || (complete && ending.code === 0);
  const code = asMeant ? [] : [`it ended with ${ending.code}`];
  return verdict(site, ending.code === STOPPED ? 1 : 0, [...code, ...wrong]);
}

/** A build whose disk is full says so and leaves nothing; where only its log is lost it goes on. */
async function outOfRoom(site: Site, trial: Trial, room: number): Promise<Verdict> {
  const before = site.state().left;
  const { code, output } = await site.run({ room });
  const clear =
    /Writing the (journal|log) .*(EFBIG|ENOSPC)/.test(output) && !/did not foresee|at .*\.js:/.test(output);
  const wrong: string[] =
    code === 0
      ? [...differences((await reference(trial.fixture)).state, site.state())]
      : [...(hasImage(site) ? [] : leftOver(site, before)), ...(code === 1 ? [] : [`it ended with ${code}`])];
  // With room again the journal must be of use, though it tells less than has happened.
  const cleaned = code === 0 || !site.begun() ? undefined : await site.take('cleanup');
  if (cleaned !== undefined) wrong.push(...asBefore(site, before, cleaned));
  return verdict(site, 0, [...wrong, ...(clear ? [] : ['it did not say what is the matter'])]);
}

/** Packer's exit status after an interrupt. */
const STOPPED = 1;

function oneProcess(site: Site, trial: Trial, at: string | undefined): Promise<Ending> {
  const disturbance = at === undefined ? {} : { at };
  if (at === undefined && trial.removed !== undefined) removeFrom(site.emulator, trial.removed);
  // A run that has not begun its journal has done nothing: whoever started it starts it again.
  if (site.begun()) return site.take(trial.verb, disturbance);
  return site.run(
    trial.interruptAt === undefined ? disturbance : { ...disturbance, ...interrupt(site, trial.interruptAt) },
  );
}

function interrupt(site: Site, at: number): Disturbance {
  return {
    started(kill) {
      site.hear(({ index }) => {
        if (index === at) kill('SIGINT');
      });
    },
  };
}

/** The crash came when all was done and noted: then there is nothing to resume, which the program says. */
const COMPLETE = /has succeeded: there is nothing to go on with/;

async function asUndisturbed(site: Site, trial: Trial, last: Ending | undefined): Promise<readonly string[]> {
  const { state } = await reference(trial.fixture);
  const found = differences(state, site.state());
  const says = new RegExp(trial.says ?? '');
  return [
    ...(last?.code === 0 || COMPLETE.test(last?.output ?? '') ? [] : [`it ended with ${last?.code}`]),
    ...(says.test(last?.output ?? '') ? [] : [`it did not say ${says}`]),
    ...(trial.removed === undefined ? found : found.filter((line) => !line.includes('made in all'))),
  ];
}

function asBefore(site: Site, before: readonly string[], last: Ending | undefined): readonly string[] {
  return [...(last?.code === 0 ? [] : [`cleanup ended with ${last?.code}`]), ...leftOver(site, before)];
}

/** Whether the image was complete: then an interrupt keeps it, and the run can be gone on with. */
function hasImage(site: Site): boolean {
  return site.begun() && /"type":"done","step":"createdImage"/.test(readFileSync(site.journalFile(), 'utf8'));
}

/** Whether a run has got to its end: from then on its images are its result, and nobody cleans them up. */
function isComplete(site: Site, run?: string): boolean {
  if (!site.begun()) return false;
  return /"type":"ended","outcome":"succeeded"/.test(readFileSync(site.journalFile(run), 'utf8'));
}

function leftOver(site: Site, before: readonly string[]): readonly string[] {
  const { left } = site.state();
  return left.join() === before.join() ? [] : [`left over: ${left.join(', ')}`];
}

/** Every run is taken up by itself, and none breaks another: an image of each, or nothing but those that were complete. */
async function severalRuns(
  site: Site,
  { fixture, kills, verb }: Trial,
  order: NonNullable<Trial['order']>,
): Promise<Verdict> {
  const [at = '', next] = kills;
  const first = await site.run({ at });
  const runs = order === 'newest first' ? site.runs().toReversed() : site.runs();
  const takeUp = async (run: string, index: number): Promise<string[]> => {
    const killed = index === 0 && next !== undefined && (await site.take(verb, { at: next }, run)).killed;
    const ending = killed || next === undefined || index > 0 ? await site.take(verb, {}, run) : undefined;
    const asMeant = ending === undefined || ending.code === 0 || COMPLETE.test(ending.output);
    return asMeant ? [] : [`${verb} ${run} ended with ${ending.code}`];
  };
  const wrong: string[] = [];
  if (order === 'at once') wrong.push(...(await Promise.all(runs.map(takeUp))).flat());
  else for (const [index, run] of runs.entries()) wrong.push(...(await takeUp(run, index)));
  const broken = /What step (vpc|vSwitch|securityGroup) had made is gone/.exec(site.output());
  if (broken !== null) wrong.push(`a run took the network from another one: ${broken[0]}`);
  if (verb === 'resume') wrong.push(...(await restOf(site, fixture, runs)));
  else wrong.push(...onlyComplete(site, runs));
  return verdict(site, first.killed ? 1 : 0, wrong);
}

/** Builds that had no run yet are begun anew by whoever began them; then all is as if nobody had been killed. */
async function restOf(site: Site, fixture: string, runs: readonly string[]): Promise<readonly string[]> {
  const { state, builds } = await reference(fixture);
  const begun = runs.map((run) => buildOf(site.journalFile(run)));
  const rest = builds.filter((name) => !begun.includes(name));
  const ending = rest.length === 0 ? undefined : await site.run({}, rest);
  const found = differences(state, site.state());
  return [
    ...(ending === undefined || ending.code === 0 ? [] : [`the rest ended with ${ending.code}`]),
    // Who is taken up by itself makes a network for itself.
    ...found.filter((line) => !line.includes('made in all')),
  ];
}

function onlyComplete(site: Site, runs: readonly string[]): readonly string[] {
  const complete = runs.filter((run) => isComplete(site, run));
  const { left, images } = site.state();
  const others = left.filter((thing) => !/^(image|snapshot) /.test(thing));
  return [
    ...(others.length === 0 ? [] : [`left over: ${others.join(', ')}`]),
    ...(images.length === complete.length ? [] : [`${images.length} images of ${complete.length} runs`]),
  ];
}

function verdict(site: Site, killed: number, wrong: readonly string[]): Verdict {
  const told = leaks(site.stateDir, site.output(), site.secrets);
  const bugs = site.emulator.record.flatMap(({ action, bug }) =>
    bug === undefined ? [] : [`the emulator broke in ${action}: ${bug}`],
  );
  const all = [...wrong, ...told, ...bugs];
  return { killed, wrong: all.length === 0 ? [] : [...all, tail(site.output())] };
}

function tail(output: string): string {
  return output.trim().split('\n').slice(-25).join('\n');
}

/** Half a line at the end of the journal: the crash came while it was being written. */
function tear(site: Site): void {
  if (site.begun()) appendFileSync(site.journalFile(), '{"at":"2026-11-2');
}
