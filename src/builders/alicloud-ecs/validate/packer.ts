import { existsSync } from 'node:fs';
import type { EcsConfig } from '../config.ts';
import { filters } from '../images/source-filter.ts';

/** The checks that Packer makes, in its order and its words: access, image, then the instance. */
export function packerFindings(
  config: EcsConfig,
  communicator: readonly string[],
  environmentHasKeys: boolean,
): readonly string[] {
  return [
    ...accessFindings(config, environmentHasKeys),
    ...imageNameFindings(config.image_name),
    ...image(config),
    ...communicator,
    ...run(config),
  ];
}

/** What is missing to reach an account. */
export function accessFindings(config: EcsConfig, environmentHasKeys: boolean): readonly string[] {
  const { access_key, secret_key, profile, ram_role_name, region } = config;
  const findings: string[] = [];
  if (
    (access_key === '' || secret_key === '') &&
    profile === '' &&
    ram_role_name === '' &&
    !environmentHasKeys
  )
    findings.push(
      '(ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY) or ram_role_name option must be set in template file or environment variables.',
    );
  // A profile may tell the region, which is looked up when the build runs.
  if (region === '' && profile === '')
    findings.push(
      'region option or ALICLOUD_REGION must be provided in template file or environment variables.',
    );
  return findings;
}

export function imageNameFindings(name: string): readonly string[] {
  const findings: string[] = [];
  if (name === '') findings.push('image_name must be specified');
  else if (Buffer.byteLength(name) < 2 || Buffer.byteLength(name) > 128)
    findings.push('image_name must less than 128 letters and more than 1 letters');
  else if (/^https?:\/\//.test(name)) findings.push("image_name can't start with 'http://' or 'https://'");
  if (/\s/.test(name)) findings.push("image_name can't include spaces");
  return findings;
}

function image({ target_image_family: family, boot_mode }: EcsConfig): readonly string[] {
  const findings = [...familyFindings('target_image_family', family)];
  if (!['', 'BIOS', 'UEFI', 'UEFI-Preferred'].includes(boot_mode))
    findings.push("boot_mode should to be one of 'BIOS', 'UEFI' or 'UEFI-Preferred'");
  return findings;
}

export function familyFindings(field: string, family: string): readonly string[] {
  if (/^(https?:\/\/|acs:|aliyun)/.test(family))
    return [`${field} can't start with 'aliyun', 'acs:', 'http://' or 'https://'`];
  if (family === '' || /^\p{L}[\p{L}_0-9\-.:]{1,127}$/u.test(family)) return [];
  return [
    `${field} should be [2, 128] English or Chinese characters. It must begin with an uppercase/lowercase letter or a Chinese character, and may contain numbers, '_' or '-'`,
  ];
}

function run(config: EcsConfig): readonly string[] {
  const { source_image, image_family } = config;
  const findings: string[] = [];
  if (source_image === '' && image_family === '' && !filters(config))
    findings.push('A source_image must be specified');
  if (source_image !== '' && image_family !== '')
    findings.push(
      'An image_family and source_image can not be specified at the same time. Please use only one.',
    );
  if (source_image.trim() !== source_image) findings.push("The source_image can't include spaces");
  if (image_family.trim() !== image_family) findings.push("The image_family can't include spaces");
  if (config.instance_type === '' && config.instance_types.length === 0)
    findings.push('An alicloud_instance_type must be specified');
  if (config.user_data !== '' && config.user_data_file !== '')
    findings.push('Only one of user_data or user_data_file can be specified.');
  else if (config.user_data_file !== '' && !existsSync(config.user_data_file))
    findings.push(`user_data_file not found: ${config.user_data_file}`);
  return findings;
}
