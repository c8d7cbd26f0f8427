import { DescribeImageSharePermissionRequest } from '@alicloud/ecs20140526/dist/models/DescribeImageSharePermissionRequest.js';
import type { DescribeImageSharePermissionResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeImageSharePermissionResponseBody.js';
import { ModifyImageSharePermissionRequest } from '@alicloud/ecs20140526/dist/models/ModifyImageSharePermissionRequest.js';
import { text } from './answer.ts';
import type { Client } from './client.ts';
import { allPages } from './pages.ts';
import { params } from './wire.ts';

interface ShareChange {
  readonly id: string;
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly signal: AbortSignal;
}

// The service's limit of accounts in one call, for each of the two lists.
const most = 10;

/** The accounts that may use an image. */
export async function shares(client: Client, id: string, signal: AbortSignal): Promise<readonly string[]> {
  const rows = await allPages(100, async (paging) => {
    const answer = await client.call<DescribeImageSharePermissionResponseBody>({
      product: 'Ecs',
      action: 'DescribeImageSharePermission',
      params: params(DescribeImageSharePermissionRequest, { imageId: id, ...paging }),
      doing: `Reading who may use image ${id}`,
      signal,
    });
    return { rows: answer.Accounts?.Account, total: answer.TotalCount };
  });
  return rows.map((account) => text(account.AliyunId));
}

/** Any number of accounts, ten in a call. */
export async function changeShares(client: Client, { id, add, remove, signal }: ShareChange): Promise<void> {
  const calls = Math.ceil(Math.max(add.length, remove.length) / most);
  for (let call = 0; call < calls; call += 1) {
    const part = (accounts: readonly string[]) => accounts.slice(call * most, (call + 1) * most);
    await client.call({
      product: 'Ecs',
      action: 'ModifyImageSharePermission',
      params: params(ModifyImageSharePermissionRequest, {
        imageId: id,
        addAccount: part(add),
        removeAccount: part(remove),
      }),
      doing: `Sharing image ${id}`,
      signal,
      idempotent: true,
    });
  }
}
