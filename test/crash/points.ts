import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CallRecord } from '../../src/emulator/record.ts';
import type { CloudState } from './cloud-state.ts';
import { keepEarlierImage } from './earlier-image.ts';
import { type Fixture, fixtureNamed } from './fixtures.ts';
import { openSite } from './site.ts';

/** An undisturbed build: what it ends with, and every moment at which it can be killed. */
export interface Reference {
  readonly state: CloudState;
  /** `NAME#TURN`, in the order in which they came. */
  readonly points: readonly string[];
  readonly calls: number;
  /** Names of the template's builds. */
  readonly builds: readonly string[];
  /** `ACTION#TURN` of each call that changes something, in the order in which they came. */
  readonly changes: readonly string[];
}

const known = new Map<string, Promise<Reference>>();

/** The undisturbed build of a fixture; it is run once. */
export function reference(name: string): Promise<Reference> {
  const found = known.get(name) ?? runUndisturbed(fixtureNamed(name));
  known.set(name, found);
  return found;
}

async function runUndisturbed(fixture: Fixture): Promise<Reference> {
  if (fixture.replaces) await makeEarlierImage(fixture);
  await using site = await openSite(fixture);
  const log = join(tmpdir(), `ecs-crash-points-${process.pid}-${fixture.name}`);
  const { code, output } = await site.run({ log });
  if ((code === 0) === fixture.fails)
    throw new Error(`The undisturbed build of ${fixture.name} ended with ${code}:\n${output}`);
  const points = readFileSync(log, 'utf8').trim().split('\n');
  rmSync(log);
  const { record } = site.emulator;
  const builds = site.runs().map((run) => buildOf(site.journalFile(run)));
  return { state: site.state(), points, calls: record.length, builds, changes: changes(record) };
}

/** The build that a journal is of. */
export function buildOf(journal: string): string {
  const [line = '{}'] = readFileSync(journal, 'utf8').split('\n');
  return JSON.parse(line).build;
}

function changes(record: readonly CallRecord[]): readonly string[] {
  const turns = new Map<string, number>();
  return record
    .filter(({ action }) => !READING.test(action))
    .map(({ action }) => {
      const turn = (turns.get(action) ?? 0) + 1;
      turns.set(action, turn);
      return `${action}#${turn}`;
    });
}

/** A role is assumed here, before the build begins, for the keys that it is given. */
const READING = /^(Describe|List|Get|AssumeRole)/;

async function makeEarlierImage(fixture: Fixture): Promise<void> {
  await using site = await openSite(fixture);
  await site.run();
  keepEarlierImage(site.emulator);
}
