type Value = null | boolean | number | string | readonly Value[] | { readonly [key: string]: Value };
export type OldTemplate = { readonly [key: string]: Value };

/** Numbers below one, the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const BUILDERS = [
  'alicloud-ecs',
  'amazon-ebs',
  'amazon-chroot',
  'amazon-instance',
  'azure-chroot',
  'docker',
  'hyperv-iso',
  'hyperv-vmcx',
  'null',
  'parallels-iso',
  'parallels-pvm',
  'proxmox',
  'qemu',
  'scaleway',
  'virtualbox',
  'virtualbox-iso',
  'virtualbox-ovf',
  'vmware',
  'vmware-iso',
  'vsphere-iso',
];

const BUILDER_KEYS = [
  'iso_md5',
  'iso_checksum',
  'iso_checksum_type',
  'iso_checksum_url',
  'ami_name',
  'bundle_prefix',
  'snapshot_name',
  'guest_additions_attach',
  'guest_additions_mode',
  'headless',
  'guest_os_type',
  'parallels_tools_host_path',
  'guest_os_distribution',
  'ssh_key_path',
  'ssh_private_key_file',
  'ssh_disable_agent',
  'ssh_disable_agent_forwarding',
  'access_key',
  'organization_id',
  'shutdown_behaviour',
  'shutdown_behavior',
  'enhanced_networking',
  'ena_support',
  'ssh_private_ip',
  'ssh_interface',
  'temporary_security_group_source_cidr',
  'login_email',
  'vhd_temp_path',
  'clone_from_vmxc_path',
  'cpu',
  'cpus',
  'ram_size',
  'memory',
  'spot_price_auto_product',
  'disk_size',
  'ssh_host_port_min',
  'host_port_min',
  'ssh_host_port_max',
  'host_port_max',
  'ssh_skip_nat_mapping',
  'skip_nat_mapping',
  'ssh_wait_timeout',
  'ssh_timeout',
  'network',
  'networkCard',
  'network_card',
  'disk_thin_provisioned',
  'disk_eagerly_scrub',
  'shared_image_destination',
  'remote_type',
  'disk_type_id',
  'skip_compaction',
  'image_name',
  'tags',
];

const TEXTS = [
  '',
  'x',
  'true',
  'false',
  '5m',
  'esx5',
  'thin',
  'a-{{ .CreateTime }}',
  '{{.CreateTime}}',
  '{{clean_ami_name `x`}}-{{clean_image_name `y`}}',
  '`$a`"b``c`\'',
  'a, b ,c',
  '<&>\u2028\u0007é',
];

const VALUES: readonly Value[] = [
  ...TEXTS,
  true,
  false,
  0,
  40960,
  1.5,
  -3,
  1e21,
  1e-7,
  123456789012345,
  null,
  ['a', 'b'],
  [],
  {},
  { exlude_from_latest: true, name: 'clean_image_name' },
];

/** Where Packer crashes over a value of another type. */
const NOT_MISTYPED: Readonly<Record<string, readonly Value[]>> = {
  ssh_private_ip: [true, false, 'true', '0'],
  image_labels: ['x'],
  network_adapters: [[{ network: 'old' }]],
  storage: [[{ disk_size: 5 }], []],
  elevated_user: TEXTS,
  elevated_password: TEXTS,
};

/** A template with old keys at random, wherever they mean something and where they do not. */
export function oldTemplate(seed: number): OldTemplate {
  const next = chance(seed);
  const one = <T>(items: readonly T[], fallback: T): T =>
    items[Math.floor(next() * items.length)] ?? fallback;
  const some = (keys: readonly string[], count: number): Record<string, Value> =>
    Object.fromEntries(
      Array.from({ length: count }, () => one(keys, 'x')).map((key) => [
        key,
        one(NOT_MISTYPED[key] ?? VALUES, null),
      ]),
    );
  const provisioner = (): Value => ({
    ...some(['elevated_user', 'elevated_password', 'environment_vars', 'galaxycommand', 'galaxy_command'], 3),
    ...(next() < 0.3 && { environment_vars: ['A=`$b', null, '``'] }),
    ...(next() < 0.3 && { override: { virtualbox: { x: 1 }, other: {} } }),
    type: one(['powershell', 'ansible-local', 'shell'], 'shell'),
  });
  const postProcessor = (): Value =>
    next() < 0.2
      ? 'manifest'
      : {
          ...some(['filename', 'output', 'login_email', 'aws', 'virtualbox', 'vmware', 'override'], 3),
          ...(next() < 0.4 && { tag: one(['a,b', 'b', ['c', 'a']], 'a') }),
          ...(next() < 0.4 && { tags: one(['a , d', ['c', 'a']], 'a') }),
          type: one(['manifest', 'vagrant', 'docker-tag', 'docker-push'], 'manifest'),
        };
  const several = (make: () => Value) => Array.from({ length: 1 + Math.floor(next() * 3) }, make);
  return {
    ...(next() < 0.5 && { _comment: one(TEXTS, '') }),
    ...(next() < 0.5 && { variables: { b: 'x', a: null } }),
    builders: several(() => ({ ...some(BUILDER_KEYS, 9), name: `n${next()}`, type: one(BUILDERS, 'null') })),
    ...(next() < 0.6 && { provisioners: several(provisioner) }),
    ...(next() < 0.6 && {
      'post-processors': several(() => (next() < 0.3 ? several(postProcessor) : postProcessor())),
    }),
  };
}
