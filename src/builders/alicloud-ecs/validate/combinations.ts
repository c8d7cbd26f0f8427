import { hasLocalDisks } from '../../../cloud/alibaba/rules/disks.ts';
import type { EcsConfig } from '../config.ts';
import { copyPlans } from '../images/image-names.ts';

/** Findings in settings that are good each for itself and that the service refuses together. */
export function combinationFindings(config: EcsConfig): readonly string[] {
  return [...sharing(config), ...localDisks(config)];
}

/** An image that is encrypted by the service's own key cannot be shared: nobody else may use that key. */
function sharing(config: EcsConfig): readonly string[] {
  const { image_share_account: accounts, image_encrypted: encrypted, system_disk_mapping: system } = config;
  if (accounts.length === 0) return [];
  if (encrypted === true) {
    const without = copyPlans(config).filter(({ kmsKeyId }) => kmsKeyId === '');
    return [
      ...(config.kms_key_id === ''
        ? [
            'image_share_account needs kms_key_id with image_encrypted: others cannot use the key of the service',
          ]
        : []),
      ...without.map(
        ({ region }) =>
          `image_share_account needs a key in kms_key_copy_ids for ${region} with image_encrypted: others cannot use the key of the service`,
      ),
    ];
  }
  const disks = [system, ...config.image_disk_mappings];
  return disks.some(({ disk_encrypted: one }) => one === true)
    ? ['image_share_account cannot be used with disk_encrypted: others cannot use the key of the service']
    : [];
}

function localDisks(config: EcsConfig): readonly string[] {
  if (config.image_ignore_data_disks || config.skip_create_image) return [];
  const types = [config.instance_type, ...config.instance_types].filter(hasLocalDisks);
  return types.map(
    (type) =>
      `instance_type '${type}' has local disks, of which no image can be made: set image_ignore_data_disks, or name another type`,
  );
}
