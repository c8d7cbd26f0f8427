import { type Action, ApiError, type Handler } from '../action.ts';
import { endDryRun, repeated, requiredText } from '../params.ts';
import type { World } from '../world.ts';
import type { Image } from '../world-state.ts';
import { incorrectImageStatus, ownImageWith } from './image-catalog.ts';
import { pageOf } from './page.ts';
import { isoSeconds, regionOf } from './table.ts';

const mostAccounts = 10;

/** Accounts are taken first and added then; up to ten of each in a call. No account at all is no error: Packer sends that. */
const modifySharePermission: Handler = (call, world) => {
  const image = ownImageWith(regionOf(world, call), requiredText(call.params, 'ImageId'));
  const added = repeated(call.params, 'AddAccount');
  const removed = repeated(call.params, 'RemoveAccount');
  if (added.length + removed.length === 0) return {};
  if (added.length > mostAccounts || removed.length > mostAccounts) {
    throw new ApiError(
      400,
      'InvalidParameter',
      `At most ${mostAccounts} accounts can be added or removed at once.`,
    );
  }
  if (image.status !== 'Available') throw incorrectImageStatus();
  if (added.length > 0) checkShareable(image);
  for (const account of added) checkAccount(world, account);
  endDryRun(call.params);
  share(world, image, { added, removed });
  return {};
};

const describeSharePermission: Handler = (call, world) => {
  const image = ownImageWith(regionOf(world, call), requiredText(call.params, 'ImageId'));
  const page = pageOf(Object.entries(image.shares), call.params);
  const accounts = page.items.map(([account, at]) => ({ AliyunId: account, SharedTime: isoSeconds(at) }));
  return {
    ...page.fields,
    RegionId: call.region,
    ImageId: image.id,
    Accounts: { Account: accounts },
    ShareGroups: { ShareGroup: [] },
  };
};

function share(
  world: World,
  image: Image,
  { added, removed }: { added: readonly string[]; removed: readonly string[] },
): void {
  const kept = Object.entries(image.shares).filter(([account]) => !removed.includes(account));
  const shares = Object.fromEntries([...added.map((account) => [account, world.now()]), ...kept]);
  if (Object.keys(shares).length > world.quotas.sharesPerImage) {
    throw new ApiError(
      403,
      'QuotaExceed.ShareImage',
      `An image is shared with ${world.quotas.sharesPerImage} accounts.`,
    );
  }
  image.shares = shares;
}

/** An image that is encrypted with the service's own key cannot be read by others. The code's spelling is the service's. */
function checkShareable(image: Image): void {
  if (image.encrypted && (image.source?.kmsKeyId ?? '') === '') {
    throw new ApiError(
      403,
      'OperationDeined.EncryptedSnapshot',
      'An image with encrypted snapshots cannot be shared.',
    );
  }
}

function checkAccount(world: World, account: string): void {
  if (account === world.accountId) {
    throw new ApiError(404, 'InvalidAccount.Forbbiden', 'An image cannot be shared with its own account.');
  }
}

const required = ['RegionId', 'ImageId'];

/** Who else may use an image. */
export const imageShareActions: readonly Action[] = [
  { name: 'Ecs.ModifyImageSharePermission', required, handler: modifySharePermission },
  { name: 'Ecs.DescribeImageSharePermission', required, handler: describeSharePermission },
];
