import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ours, startOurs } from '../peers/differential/ours.ts';
import { environment, packer } from '../peers/differential/packer.ts';
import { disagreement } from './agreement.ts';
import { faultsOf } from './faults.ts';
import { type Corpus, mutant } from './mutants.ts';

export interface CampaignOptions {
  readonly corpus: Corpus;
  /** Path of the bundled driver.ts. */
  readonly driver: string;
  /** Folder that the paths in templates start from. */
  readonly root: string;
  readonly seed: number;
  readonly count: number;
  /** How many of them Packer decides about, too. */
  readonly peer: number;
  readonly jobs: number;
  /** The campaign ends after so long, however many are left. */
  readonly milliseconds: number;
}

export interface CampaignResult {
  readonly tried: number;
  readonly accepted: number;
  readonly compared: number;
  /** Excuse -> how often. */
  readonly excused: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
}

export interface Failure {
  readonly index: number;
  readonly what: string;
}

/** Feeds mutants to `validate`; nothing but an answer may come of it, and on a sample Packer's answer. */
export async function campaign(options: CampaignOptions): Promise<CampaignResult> {
  const { count, jobs, milliseconds } = options;
  const home = mkdtempSync(join(tmpdir(), 'fuzz-'));
  const begin = performance.now();
  const result = {
    tried: 0,
    accepted: 0,
    compared: 0,
    excused: new Map<string, number>(),
    failures: [] as Failure[],
  };
  let next = 0;
  const worker = async () => {
    const ours = startOurs(options.driver, 20_000);
    while (next < count && performance.now() - begin < milliseconds)
      await tryOne(next++, ours, { options, home, result });
    ours.close();
  };
  try {
    await Promise.all(Array.from({ length: jobs }, worker));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return result;
}

interface Around {
  readonly options: CampaignOptions;
  readonly home: string;
  readonly result: CampaignResult & {
    tried: number;
    accepted: number;
    compared: number;
    excused: Map<string, number>;
    failures: Failure[];
  };
}

async function tryOne(index: number, ours: Ours, { options, home, result }: Around): Promise<void> {
  const { corpus, seed, root, count, peer } = options;
  const template = mutant(corpus, seed, index);
  const env = {
    ...environment(home),
    ALICLOUD_ACCESS_KEY: 'LTAI-fuzz',
    ALICLOUD_SECRET_KEY: 'secret-fuzz',
    AWS_EC2_METADATA_DISABLED: 'true',
    PACKER_CACHE_DIR: join(home, 'cache'),
  };
  const order = { argv: ['validate', '-'], cwd: root, env, stdin: template };
  const fail = (what: string) => void result.failures.push({ index, what });
  const begin = performance.now();
  const own = await ours.call(order).catch((error: Error) => fail(error.message));
  result.tried += 1;
  if (own === undefined) return;
  if (own.code === 0) result.accepted += 1;
  for (const fault of faultsOf(own, performance.now() - begin, template)) fail(fault);
  if (!sampled(index, count, peer)) return;
  const theirs = await packer(order);
  result.compared += 1;
  const differs = disagreement(theirs, own);
  if (differs === undefined) return;
  const { excuse } = differs;
  if (excuse !== undefined) result.excused.set(excuse, (result.excused.get(excuse) ?? 0) + 1);
  else
    fail(`Packer ${theirs.code}: ${brief(theirs.stdout)}; ecs-imagebuild ${own.code}: ${brief(own.stdout)}`);
}

/** `peer` numbers evenly among `count`. */
function sampled(index: number, count: number, peer: number): boolean {
  return Math.floor((index * peer) / count) !== Math.floor(((index + 1) * peer) / count);
}

function brief(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').slice(0, 300);
}
