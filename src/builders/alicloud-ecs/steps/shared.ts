import { isBuildError } from '../../../errors/build-error.ts';
import { type EcsScope, ecsStep, say } from '../environment.ts';
import type { ImageFact } from '../facts.ts';

/** Who may use the image and its copies. */
export const shared = ecsStep({
  name: 'shared',
  needs: ['image', 'copies'],
  plan({ config }) {
    const accounts = config.image_share_account;
    return accounts.length === 0 ? 'share with nobody' : `share with ${accounts.join(', ')}`;
  },
  keep: true,
  async run(scope, { image, copies }) {
    const { image_share_account: add, image_unshare_account: remove } = scope.env.config;
    await change(scope, [image, ...copies.images], { add, remove });
    return { accounts: add.filter((account) => !remove.includes(account)) };
  },
  async undo(scope, { image, copies }) {
    const { image_share_account: remove } = scope.env.config;
    // An image that goes needs no permissions.
    if (image === undefined || remove.length === 0 || scope.because === 'discarded') return;
    say(scope, 'Restoring image share permission because cancellations or error...');
    const images = [image, ...(copies?.images ?? [])];
    // An image that is gone is shared with nobody.
    await Promise.all(images.map((one) => change(scope, [one], { add: [], remove }).catch(unlessGone)));
  },
});

function unlessGone(error: unknown): void {
  if (!isBuildError(error, 'cloud-missing')) throw error;
}

async function change(
  { env, signal }: EcsScope,
  images: readonly ImageFact[],
  accounts: { readonly add: readonly string[]; readonly remove: readonly string[] },
): Promise<void> {
  if (accounts.add.length === 0 && accounts.remove.length === 0) return;
  await Promise.all(images.map(({ region, id }) => env.cloud.in(region).images.share(id, accounts, signal)));
}
