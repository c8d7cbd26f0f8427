import { DISK_CATEGORIES } from '../../cloud/alibaba/rules/disks.ts';
import { variables } from '../../cloud/credential-variables.ts';
import { regionMeant } from '../../cloud/region.ts';
import type { Site } from '../../engine/journal-record.ts';
import type { EcsConfig } from './config.ts';
import { needsKeyPair } from './steps/key-pair.ts';
import { unknownCategory, warnings } from './words.ts';

interface SettleOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly force: boolean;
  /** Where the journal says that the run is; it counts more than anything else. */
  readonly site?: Site | undefined;
}

/** The settings as they will be used: environment, `-force`, `tag` and repeated regions are worked in. Frozen. */
export function settle(decoded: EcsConfig, { env, force, site }: SettleOptions): EcsConfig {
  const from = (value: string, ...names: readonly string[]) =>
    value || (names.map((name) => env[name]).find((found) => found) ?? '');
  return Object.freeze({
    ...decoded,
    access_key: from(decoded.access_key, 'ALICLOUD_ACCESS_KEY'),
    secret_key: from(decoded.secret_key, 'ALICLOUD_SECRET_KEY'),
    security_token: from(decoded.security_token, 'SECURITY_TOKEN'),
    region: site?.region || regionMeant({ template: decoded.region, env }),
    profile: from(decoded.profile, 'ALICLOUD_PROFILE', variables.profile) || (site?.profile ?? ''),
    shared_credentials_file: from(decoded.shared_credentials_file, 'ALICLOUD_SHARED_CREDENTIALS_FILE'),
    ssh_username: usesSsh(decoded) && decoded.ssh_username === '' ? 'root' : decoded.ssh_username,
    tags: { ...decoded.tags, ...Object.fromEntries(decoded.tag.map(({ key, value }) => [key, value])) },
    image_force_delete: decoded.image_force_delete || force,
    image_force_delete_snapshots: decoded.image_force_delete_snapshots || force,
  });
}

/** What is worth a word although the build can go on. */
export function warningsOf(decoded: EcsConfig, config: EcsConfig): readonly string[] {
  const found: string[] = [];
  if (usesSsh(decoded) && decoded.ssh_username === '') found.push(warnings.userDefaulted);
  if (config.image_force_delete_instances) found.push(warnings.instancesStay);
  if (
    config.image_encrypted !== true &&
    [config.kms_key_id, ...config.kms_key_copy_ids].some((id) => id !== '')
  )
    found.push(warnings.keysUnused);
  const disks = [config.system_disk_mapping, ...config.image_disk_mappings];
  for (const { disk_category: category } of disks)
    if (category !== '' && !Object.hasOwn(DISK_CATEGORIES, category))
      found.push(unknownCategory('disk_category', category));
  if (config.ssh_clear_authorized_keys && !needsKeyPair(config)) found.push(warnings.nothingToClear);
  return found;
}

function usesSsh(config: EcsConfig): boolean {
  return config.communicator === 'ssh' || config.communicator === '';
}
