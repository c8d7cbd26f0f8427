import { type Area, type Json, NOTHING } from '../case.ts';

const builder = (more: object): Json => ({ builders: [{ ...NOTHING, ...more }] });
const ecs = { type: 'alicloud-ecs', image_name: 'x' };

const templates: Readonly<Record<string, Json>> = {
  'nothing to fix': builder({}),
  'no builders': {},
  'null builders': { builders: null },
  'keys are sorted': {
    variables: { b: '1', a: '2' },
    description: 'x',
    builders: [{ type: 'null', a: 1, Z: 2, communicator: 'none' }],
  },
  'escaped letters': builder({ ssh_host: '<a> & "b" \u2028 ü \\ \u0001' }),
  numbers: builder({
    a: 1,
    b: 1.5,
    c: 1e21,
    d: 1e-7,
    e: 2 ** 60,
    f: -0,
    g: 100000000000000000000,
  }),
  deep: builder({ a: { b: [{ c: [] }, {}, [], null, true, ''] } }),
  iso_md5: builder({ iso_md5: 'abc' }),
  'iso_md5 beside a checksum': builder({ iso_md5: 'abc', iso_checksum: 'def' }),
  'iso_md5 that is a number': builder({ iso_md5: 1 }),
  'create time': builder({
    ssh_host: 'x-{{.CreateTime}}-{{ .CreateTime }}',
    deep: { a: ['{{.CreateTime}}'] },
  }),
  'create time elsewhere': {
    builders: [NOTHING],
    provisioners: [{ type: 'shell', inline: ['{{.CreateTime}}'] }],
  },
  ssh_key_path: builder({ ssh_key_path: 'x' }),
  'ssh_key_path beside the new one': builder({ ssh_key_path: 'x', ssh_private_key_file: 'y' }),
  ssh_disable_agent: builder({ ssh_disable_agent: true }),
  ssh_wait_timeout: builder({ ssh_wait_timeout: '1m' }),
  'ssh_wait_timeout beside the new one': builder({ ssh_wait_timeout: '1m', ssh_timeout: '2m' }),
  'manifest filename': { builders: [NOTHING], 'post-processors': [{ type: 'manifest', filename: 'x' }] },
  'manifest filename in a chain': {
    builders: [NOTHING],
    'post-processors': [[{ type: 'manifest', filename: 'x' }, 'manifest'], 'manifest'],
  },
  'powershell escapes': {
    builders: [NOTHING],
    provisioners: [
      {
        type: 'powershell',
        inline: ['x'],
        environment_vars: ['A=`$x', 'B=`"', 'C=a``b', "D=`'"],
        elevated_user: 'u`$',
        elevated_password: 'p``',
      },
    ],
  },
  clean_image_name: {
    builders: [{ ...ecs, image_name: '{{clean_image_name `x`}} {{ clean_ami_name `y` }}' }],
  },
  'clean_image_name through a pipe': { builders: [{ ...ecs, image_name: '{{isotime | clean_image_name}}' }] },
  'qemu disk size': { builders: [{ type: 'qemu', disk_size: 5000 }] },
  'qemu disk size as text': { builders: [{ type: 'qemu', disk_size: '5000' }] },
  'qemu ports': { builders: [{ type: 'qemu', ssh_host_port_min: 1, ssh_host_port_max: 2 }] },
  'qemu ports beside the new ones': { builders: [{ type: 'qemu', ssh_host_port_min: 1, host_port_min: 3 }] },
  iso_checksum_type: builder({ iso_checksum: 'abc', iso_checksum_type: 'sha256' }),
  'iso_checksum_type none': builder({ iso_checksum: '', iso_checksum_type: 'none' }),
  iso_checksum_url: builder({ iso_checksum_url: 'http://x', iso_checksum_type: 'sha256' }),
  'iso_checksum_url of a file': builder({ iso_checksum_url: 'file:///x' }),
  galaxycommand: {
    builders: [NOTHING],
    provisioners: [{ type: 'ansible-local', galaxycommand: 'x', playbook_file: 'y' }],
  },
  'galaxycommand of ansible': {
    builders: [NOTHING],
    provisioners: [{ type: 'ansible', galaxycommand: 'x' }],
  },
  skip_nat_mapping: builder({ ssh_skip_nat_mapping: true }),
  'skip_nat_mapping of qemu': { builders: [{ type: 'qemu', ssh_skip_nat_mapping: true }] },
  'pp-vagrant-override': { builders: [NOTHING], 'post-processors': [{ type: 'vagrant', aws: { x: 1 } }] },
  'virtualbox rename': { builders: [{ type: 'virtualbox', guest_additions_attach: true }] },
  'vmware rename': { builders: [{ type: 'vmware', vmx_data: {} }] },
  amazon: { builders: [{ type: 'amazon-ebs', enhanced_networking: true, clean_ami_name: 1 }] },
  'parallels headless': {
    builders: [{ type: 'parallels-iso', headless: true, parallels_tools_host_path: 'x' }],
  },
  'docker email': {
    builders: [{ type: 'docker', login_email: 'x' }],
    'post-processors': [{ type: 'docker-push', login_email: 'x' }],
  },
  hyperv: {
    builders: [{ type: 'hyperv-iso', vhd_temp_path: 'x', cpu: 2, ram_size: 3, enable_mac_spoofing: true }],
  },
  proxmox: { builders: [{ type: 'proxmox', iso_file: 'x' }] },
  digitalocean: { builders: [{ type: 'digitalocean', region_id: 1, size_id: 2, image_id: 3 }] },
  azure: { builders: [{ type: 'azure-arm', tenant_id: 'x' }] },
  'settings of other types': {
    builders: [
      {
        ...NOTHING,
        ssh_wait_timeout: 5,
        ssh_disable_agent: 'yes',
        ssh_key_path: ['x'],
        iso_checksum_type: 1,
      },
    ],
  },
  'new settings beside the old': builder({ ssh_disable_agent: true, ssh_disable_agent_forwarding: false }),
  'iso_checksum_type in capitals': builder({ iso_checksum: 'abc', iso_checksum_type: 'SHA256' }),
  'iso_checksum with its type already': builder({ iso_checksum: 'md5:abc', iso_checksum_type: 'md5' }),
  'iso_checksum_type alone': builder({ iso_checksum_type: 'md5' }),
  'empty iso_checksum_url': builder({ iso_checksum_url: '', iso_checksum: 'a', iso_checksum_type: 'md5' }),
  'qemu disk size of other types': {
    builders: [
      { type: 'qemu', name: 'a', disk_size: 1.5 },
      { type: 'qemu', name: 'b', disk_size: true },
      { type: 'qemu', name: 'c', disk_size: '10G' },
    ],
  },
  'powershell without escapes': {
    builders: [NOTHING],
    provisioners: [{ type: 'powershell', inline: ['x'], environment_vars: 'A=`$x', elevated_password: 5 }],
  },
  'clean_image_name in several places': {
    builders: [
      { ...ecs, image_name: 'x', tags: { a: '{{clean_image_name `x`}}', b: ['{{ clean_ami_name b }}'] } },
    ],
    provisioners: [{ type: 'shell', inline: ['{{clean_image_name `x`}}'] }],
  },
  'galaxycommand beside the new one': {
    builders: [NOTHING],
    provisioners: [{ type: 'ansible-local', galaxycommand: 'x', galaxy_command: 'y', playbook_file: 'z' }],
  },
  'manifest with both names': {
    builders: [NOTHING],
    'post-processors': [{ type: 'manifest', filename: 'x', output: 'y' }],
  },
  'variables and comments stay': {
    _comment: 'x',
    variables: { a: null, b: '{{env `X`}}' },
    'sensitive-variables': ['b'],
    min_packer_version: '1.0.0',
    builders: [NOTHING],
    'error-cleanup-provisioner': { type: 'shell-local', inline: ['x'] },
  },
  'builders that are no list': { builders: 'x' },
  'provisioners that are no list': { builders: [NOTHING], provisioners: { type: 'x' } },
  'post-processors that are no list': { builders: [NOTHING], 'post-processors': 'x' },
  'unknown root keys': { builders: [NOTHING], zz: 1 },
  comments: { builders: [NOTHING], _comment: 'x' },
  'all at once': {
    builders: [
      { ...NOTHING, iso_md5: 'a', ssh_key_path: 'b', ssh_disable_agent: false, ssh_wait_timeout: '1s' },
    ],
    'post-processors': [{ type: 'manifest', filename: 'x' }],
  },
};

/** Section 9.7. */
export const fixArea: Area = {
  name: 'fix',
  cases: [
    ...Object.entries(templates).map(([name, template]) => ({
      name,
      template,
      commands: [
        ['fix', 't.json'],
        ['fix', '-validate=false', 't.json'],
      ],
    })),
    ...['', '{', '[]', '{"builders":[]} x', '{"a":1,"a":2}'].map((text) => ({
      name: `text: ${text}`,
      template: null,
      text,
      commands: [['fix', 't.json']],
    })),
  ],
};
