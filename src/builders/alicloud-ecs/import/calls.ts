import type { EcsConfig } from '../config.ts';
import { copyPlans } from '../images/image-names.ts';

/** What every import asks of the account, by the names of its rights: those of OSS are named after what they allow. */
const ALWAYS = [
  'Oss.GetBucketInfo',
  'Oss.PutBucket',
  'Oss.DeleteBucket',
  'Oss.PutObject',
  'Oss.GetObject',
  'Oss.DeleteObject',
  'Oss.ListParts',
  'Oss.AbortMultipartUpload',
  'Ram.GetRole',
  'Ram.CreateRole',
  'Ram.UpdateRole',
  'Ram.ListPoliciesForRole',
  'Ram.AttachPolicyToRole',
  'Ecs.DescribeRegions',
  'Ecs.DescribeImages',
  'Ecs.ImportImage',
  'Ecs.DescribeTasks',
  'Ecs.CancelTask',
  'Ecs.DeleteImage',
  'Ecs.DescribeSnapshots',
  'Ecs.DeleteSnapshot',
];

/** The calls of an import with these settings. */
export function callsOf(config: EcsConfig): readonly string[] {
  const { image_share_account: shares, image_unshare_account: unshares } = config;
  const copies = config.image_encrypted === true || copyPlans(config).length > 0;
  const modifies =
    config.image_force_delete || config.target_image_family !== '' || config.image_copy_families.length > 0;
  return [
    ...ALWAYS,
    ...(copies ? ['Ecs.CopyImage', 'Ecs.CancelCopyImage'] : []),
    ...(modifies ? ['Ecs.ModifyImageAttribute'] : []),
    ...(shares.length + unshares.length > 0
      ? ['Ecs.ModifyImageSharePermission', 'Ecs.DescribeImageSharePermission']
      : []),
    ...(Object.keys(config.tags).length > 0 ? ['Ecs.TagResources'] : []),
  ];
}
