import { DescribeImagesRequest } from '@alicloud/ecs20140526/dist/models/DescribeImagesRequest.js';
import type {
  DescribeImagesResponseBody,
  DescribeImagesResponseBodyImagesImage,
} from '@alicloud/ecs20140526/dist/models/DescribeImagesResponseBody.js';
import type { Image } from '../port.ts';
import { count, oneOf, tagsOf, text } from './answer.ts';
import type { Client } from './client.ts';
import { allPages } from './pages.ts';
import { type Fields, params, type Wire } from './wire.ts';

type Row = Wire<DescribeImagesResponseBodyImagesImage>;

/** Without it DescribeImages shows those that are Available alone. */
export const anyStatus = 'Creating,Waiting,Available,UnAvailable,CreateFailed,Deprecated';

/** Images that a filter lets through, all pages of them. */
export async function describeImages(
  client: Client,
  filter: Fields<DescribeImagesRequest>,
  doing: string,
  signal: AbortSignal,
): Promise<readonly Image[]> {
  const rows = await allPages(100, async (paging) => {
    const answer = await client.call<DescribeImagesResponseBody>({
      product: 'Ecs',
      action: 'DescribeImages',
      params: params(DescribeImagesRequest, { ...filter, ...paging }),
      doing,
      signal,
    });
    return { rows: answer.Images?.Image, total: answer.TotalCount };
  });
  return rows.map(toImage);
}

/** DescribeImageFromFamily gives a row of the same form. */
export function toImage(row: Row): Image {
  return {
    id: text(row.ImageId),
    name: text(row.ImageName),
    family: text(row.ImageFamily),
    status: oneOf(row.Status, [
      'Creating',
      'Waiting',
      'Available',
      'UnAvailable',
      'CreateFailed',
      'Deprecated',
    ]),
    progress: count(row.Progress),
    owner: oneOf(row.ImageOwnerAlias, ['others', 'system', 'self', 'marketplace']),
    platform: text(row.Platform),
    osType: text(row.OSType),
    architecture: text(row.Architecture),
    inUse: row.Usage === 'instance',
    size: count(row.Size),
    encrypted: row.DiskDeviceMappings?.DiskDeviceMapping?.some((disk) => disk.Encrypted === true) ?? false,
    copied: row.IsCopied === true,
    tags: tagsOf(row.Tags?.Tag),
    createdAt: text(row.CreationTime),
    disks: (row.DiskDeviceMappings?.DiskDeviceMapping ?? []).map((disk) => ({
      device: text(disk.Device),
      snapshotId: text(disk.SnapshotId),
      type: oneOf(disk.Type, ['data', 'system']),
      size: count(disk.Size),
    })),
  };
}
