import { accountChanged } from '../../builds/words.ts';
import type { BuildScope } from '../builder.ts';
import type { Environment } from './environment.ts';
import type { Facts } from './facts.ts';

/** A run that is taken up again must find its account: in another one everything of it would seem gone. */
export async function sameAccount({ cloud }: Environment, { journal, signal }: BuildScope): Promise<void> {
  const preflight = journal.state.steps.get('preflight');
  if (preflight?.status !== 'done') return;
  const { account: before } = preflight.fact as Facts['preflight'];
  if (before === '') return;
  const account = await cloud.account(signal);
  if (account !== before) throw accountChanged(before, account);
}
