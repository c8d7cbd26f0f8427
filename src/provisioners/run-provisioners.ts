import { goDuration } from '../template/go/go-duration.ts';
import { goQuote } from '../template/go/go-quote.ts';
import { reason } from '../wire/reason.ts';
import type { PlannedProvisioner } from './prepare-provisioners.ts';
import type { ProvisionScope } from './provisioner.ts';
import { pauseUnlessCancelled } from './retry.ts';
import { cancelledComponent, timedOut } from './words.ts';

/** Runs the provisioners of one build in order; the first that fails ends it. */
export async function runProvisioners(
  planned: readonly PlannedProvisioner[],
  scope: ProvisionScope,
): Promise<void> {
  for (const provisioner of planned) await withPardon(provisioner, scope);
}

async function withPardon(planned: PlannedProvisioner, scope: ProvisionScope): Promise<void> {
  if (planned.continueOnError !== true) return withRetries(planned, scope);
  const failure = await failureOf(withRetries(planned, scope));
  if (failure === undefined) return;
  if (scope.signal.aborted) throw failure.error;
  const failed = `Warning: Provisioner failed with ${goQuote(reason(failure.error))}`;
  scope.note('say', `${failed}, but continue_on_error is set; continuing the build.`);
}

/** The error is that of the first try, as in Packer; pause and timeout apply to each try anew. */
async function withRetries(planned: PlannedProvisioner, scope: ProvisionScope): Promise<void> {
  const first = await failureOf(once(planned, scope));
  if (first === undefined) return;
  if (planned.maxRetries <= 0) throw first.error;
  for (let left = planned.maxRetries; left > 0; left -= 1) {
    if (scope.signal.aborted) throw first.error;
    const failed = `Provisioner failed with ${goQuote(reason(first.error))}`;
    scope.note('say', `${failed}, retrying with ${left} trie(s) left`);
    if ((await failureOf(once(planned, scope))) === undefined) return;
  }
  if (!scope.signal.aborted) scope.note('say', 'retry limit reached.');
  throw first.error;
}

/** In JSON, Packer ignores `timeout` where `pause_before` is set too; templates that carry both rely on it unknowingly. */
async function once(planned: PlannedProvisioner, scope: ProvisionScope): Promise<void> {
  const { provisioner, pauseBefore, timeout } = planned;
  if (scope.signal.aborted) throw cancelledComponent(provisioner.type);
  if (pauseBefore > 0) {
    scope.note('say', `Pausing ${goDuration(pauseBefore)} before the next provisioner...`);
    await pauseUnlessCancelled(pauseBefore, provisioner.type, scope.signal);
  }
  if (timeout > 0 && (pauseBefore <= 0 || planned.limitsPaused === true)) return withTimeout(planned, scope);
  await provisioner.run(scope);
}

async function withTimeout(
  { provisioner, timeout }: PlannedProvisioner,
  scope: ProvisionScope,
): Promise<void> {
  const text = goDuration(timeout);
  scope.note('say', `Setting a ${text} timeout for the next provisioner...`);
  const expiry = new AbortController();
  const timer = setTimeout(() => {
    scope.note('error', 'Cancelling provisioner after a timeout...');
    expiry.abort();
  }, timeout);
  try {
    await provisioner.run({ ...scope, signal: AbortSignal.any([scope.signal, expiry.signal]) });
  } catch (error) {
    throw expiry.signal.aborted && !scope.signal.aborted ? timedOut(provisioner.type, text) : error;
  } finally {
    clearTimeout(timer);
  }
}

async function failureOf(run: Promise<void>): Promise<{ readonly error: unknown } | undefined> {
  try {
    await run;
    return undefined;
  } catch (error) {
    return { error };
  }
}
