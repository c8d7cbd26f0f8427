import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundled } from '../../bundling.js';
import { intended, type Ours, waiting } from './intended-builds.ts';
import { normalized } from './normalized.ts';

/** What a run of Packer 1.16.0 did in a copy of the folder, after the runs before it. */
interface Run {
  readonly command: readonly string[];
  readonly exit: number;
  readonly stdout: string;
  readonly order?: 'any' | 'varies';
  readonly creates?: Readonly<Record<string, string>>;
}

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly folder: string;
  readonly creates: Readonly<Record<string, string | null>>;
}

const NOTHING: Ours = { why: '' };
const CASES = new URL('build-cases/', import.meta.url).pathname;
const names = readdirSync(CASES);
let outcomes: Readonly<Record<string, readonly Outcome[]>> = {};

/** Settings begin at the working folder, which is one for a process: so the runs have a process of their own. */
beforeAll(async () => {
  const outdir = await bundled('recorded', ['test/cli/hcl/run-recorded.ts']);
  const folder = mkdtempSync(join(tmpdir(), 'recorded-builds-'));
  const result = join(folder, 'outcomes.json');
  const { PATH } = process.env;
  const env = { PATH, HOME: folder, TMPDIR: folder, TZ: 'UTC', ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' };
  spawnSync(process.execPath, [`${outdir}/test/cli/hcl/run-recorded.js`, CASES, result], {
    env,
    stdio: 'inherit',
  });
  rmSync(outdir, { recursive: true, force: true });
  outcomes = JSON.parse(readFileSync(result, 'utf8'));
  rmSync(folder, { recursive: true, force: true });
}, 120_000);

function runsOf(name: string): readonly Run[] {
  const { runs }: { readonly runs: readonly Run[] } = JSON.parse(
    readFileSync(join(CASES, name, 'case.json'), 'utf8'),
  );
  return runs.filter(({ command }) => ['validate', 'build'].includes(command[0] ?? ''));
}

describe('sources and builds that were recorded from Packer 1.16 go the same way', () => {
  it.each(names)('%s', (name) => {
    for (const [index, run] of runsOf(name).entries()) {
      const ours: Ours = intended[`${name}: ${run.command.join(' ')}`] ?? NOTHING;
      if (waiting.some((one) => `${name}: ${run.command.join(' ')}`.startsWith(one))) continue;
      const { command, exit, stdout, order, creates = {} } = { ...run, ...ours };
      const varies = order === 'varies' || ours.varies === true;
      const outcome = outcomes[name]?.[index] ?? { code: -1, stdout: '', folder: '/', creates: {} };
      const shown = (text: string) => (order === 'any' ? text.split('\n').sort().join('\n') : text);
      const text = normalized(outcome.stdout, outcome.folder);
      expect([command, outcome.code, varies || shown(text)]).toEqual([
        command,
        exit,
        varies || shown(stdout),
      ]);
      const made = Object.entries(outcome.creates).map(([file, content]) => {
        return [file, normalized(content ?? '(none)', outcome.folder)];
      });
      expect([command, Object.fromEntries(made)]).toEqual([command, creates]);
    }
  });

  it('differs on purpose in one run of twenty at most', () => {
    const runs = names.flatMap((name) => runsOf(name).map(({ command }) => `${name}: ${command.join(' ')}`));
    expect(Object.keys(intended).filter((key) => !runs.includes(key))).toEqual([]);
    expect(Object.keys(intended).length * 20).toBeLessThanOrEqual(runs.length);
  });
});
