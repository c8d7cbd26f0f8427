import {
  alicloudEcsFields,
  type DiskMapping,
  type EcsConfig,
} from '../../../src/builders/alicloud-ecs/config.ts';
import { settle } from '../../../src/builders/alicloud-ecs/settle.ts';
import { defaults } from '../../../src/template/schema/field.ts';

/** Settings as decoded from a template that names only these. */
export function decoded(changes: Partial<EcsConfig> = {}): EcsConfig {
  return { ...defaults(alicloudEcsFields), ...changes };
}

/** The least that a template needs, with changes. */
export function settings(changes: Partial<EcsConfig> = {}): EcsConfig {
  const least = {
    access_key: 'LTAIexample',
    secret_key: 'example-secret',
    region: 'cn-hangzhou',
    image_name: 'packer_basic',
    source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
    instance_type: 'ecs.g6.large',
    ssh_username: 'root',
  };
  return settle(decoded({ ...least, ...changes }), { env: {}, force: false });
}

export function disk(changes: Partial<DiskMapping>): DiskMapping {
  return { ...decoded().system_disk_mapping, ...changes };
}
