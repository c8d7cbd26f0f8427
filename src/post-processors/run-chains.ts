import type { Artifact } from '../builders/builder.ts';
import { isBuildError } from '../errors/build-error.ts';
import { type Chain, type ChainMember, keepsInput } from './chain.ts';
import { artifactLeft, inputLeft, postProcessingFailed, postProcessorFailed } from './words.ts';

/** An artifact with whoever made it, who alone can remove it; the builder is `undefined`. */
export interface Made {
  readonly artifact: Artifact;
  readonly maker: ChainMember | undefined;
}

/** What running chains takes; the journal stands behind it. */
export interface ChainRunner {
  readonly signal: AbortSignal;
  /** A failure leaves everything as it is. */
  readonly keepsAll: boolean;
  /** Runs one, or takes over what an earlier process noted; nothing ends the chain. */
  run(member: ChainMember, input: Made): Promise<Made | undefined>;
  /** Removes the input of a post-processor that has its own result by now; once, whatever interrupts it. */
  discardInput(member: ChainMember, input: Made): Promise<void>;
  /** Removes what the builder made; `failed`: because post-processing has. */
  discardBuilt(built: Artifact, failed: boolean): Promise<void>;
}

/**
 * Runs all chains, each from the builder's artifact, and gives what is left of it in Packer's order. A failure ends its
 * chain only; the others run on, and all failures are thrown together. What the builder made goes at the very end, unless
 * the first post-processor of any chain keeps it. That rule also holds when something failed, as in Packer.
 */
export async function runChains(
  chains: readonly Chain[],
  built: Artifact,
  runner: ChainRunner,
): Promise<readonly Artifact[]> {
  const tally: Tally = { results: [], failures: [], first: undefined, keepBuilt: false };
  for (const chain of chains) await runChain(chain, { artifact: built, maker: undefined }, { runner, tally });
  const { results, keepBuilt } = tally;
  const broken = tally.failures.length > 0;
  if (!keepBuilt && !(runner.keepsAll && broken))
    await runner.discardBuilt(built, broken).catch((error: unknown) => {
      failed(tally, artifactLeft(error, built.files), error);
    });
  if (tally.failures.length > 0) throw postProcessingFailed(tally.failures, tally.first);
  return keepBuilt ? [built, ...results] : results;
}

interface Tally {
  readonly results: Artifact[];
  readonly failures: string[];
  first: unknown;
  keepBuilt: boolean;
}

interface Running {
  readonly runner: ChainRunner;
  readonly tally: Tally;
}

async function runChain(chain: Chain, built: Made, { runner, tally }: Running): Promise<void> {
  let prior = built;
  for (const [index, member] of chain.entries()) {
    // An interrupt ends everything; Packer would begin the next chain.
    if (runner.signal.aborted && tally.first !== undefined) return;
    let made: Made | undefined;
    try {
      made = await runner.run(member, prior);
    } catch (error) {
      return failed(tally, postProcessorFailed(error), error);
    }
    if (made === undefined) return;
    if (index === 0) tally.keepBuilt ||= keepsInput(member);
    else if (keepsInput(member)) tally.results.push(prior.artifact);
    else
      await runner.discardInput(member, prior).catch((error: unknown) => {
        failed(tally, inputLeft(member.kind.type, error), error);
      });
    prior = made;
  }
  tally.results.push(prior.artifact);
}

function failed(tally: Tally, message: string, error: unknown): void {
  tally.failures.push(message);
  if (tally.first === undefined || isBuildError(error, 'cancelled')) tally.first = error;
}
