/**
 * Settings of the alicloud-ecs builder that Packer 1.6.6 refuses as unknown (`packer validate` told); a later version of
 * the builder, or this tool, brought them.
 */
const unknownToPacker = [
  'boot_mode',
  'resource_group_id',
  'run_tags',
  'run_volume_tags',
  'security_enhancement_strategy',
  'image_family',
  'target_image_family',
  'wait_copying_image_ready_timeout',
  'eip_id',
  'ecs_ram_role_name',
  'ram_role_name',
  'ram_role_arn',
  'ram_session_name',
  'ram_session_policy',
  'ram_session_expiration',
  'kms_key_id',
  'kms_key_copy_ids',
  'image_imds_support',
  'http_tokens',
  'custom_endpoint_ecs',
  'skip_create_image',
];

/** A template as far as it is looked into here. */
export interface Template {
  readonly variables?: Readonly<Record<string, string>>;
  readonly builders: readonly Readonly<Record<string, unknown>>[];
  readonly provisioners?: readonly Readonly<Record<string, unknown>>[];
}

/** The template without what Packer 1.6.6 does not know, for both tools of a comparison. */
export function forPacker(template: Template): Template {
  const builders = template.builders.map((builder) =>
    Object.fromEntries(Object.entries(builder).filter(([key]) => !unknownToPacker.includes(key))),
  );
  return { ...template, builders };
}
