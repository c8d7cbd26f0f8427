import type { Fields } from '../template/schema/field.ts';

/** Kinds of post-processors that Packer brings along; all are known, none is run yet. */
export const postProcessorNames: readonly string[] = [
  ...[
    'alicloud-import',
    'amazon-import',
    'artifice',
    'checksum',
    'compress',
    'digitalocean-import',
    'docker-import',
  ],
  ...[
    'docker-push',
    'docker-save',
    'docker-tag',
    'exoscale-import',
    'googlecompute-export',
    'googlecompute-import',
  ],
  ...['manifest', 'shell-local', 'ucloud-import', 'vagrant', 'vagrant-cloud', 'vsphere', 'vsphere-template'],
  ...['yandex-export', 'yandex-import'],
];

/** The table of a post-processor's settings, for those that are checked before they can be run. */
export async function postProcessorFields(type: string): Promise<Fields | undefined> {
  if (type !== 'alicloud-import') return undefined;
  return (await import('./alicloud-import.ts')).alicloudImportFields;
}
