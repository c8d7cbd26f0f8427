/** A template after real ones: which settings and which kind of scripts they have, in our own words. */
export interface CorpusTemplate {
  readonly name: string;
  readonly builder: Readonly<Record<string, unknown>>;
  readonly provisioners?: readonly Readonly<Record<string, unknown>>[];
  /** Why Packer cannot build it any more. */
  readonly notForPacker?: string | undefined;
}

const inline = (...lines: readonly string[]) => [{ type: 'shell', inline: lines }];

const kinds: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = {
  packages: inline('yum -y update', 'yum install -y redis nginx wget'),
  web: inline(
    'export DEBIAN_FRONTEND=noninteractive',
    'apt-get -y update',
    'apt-get -y install nginx',
    'systemctl enable --now nginx',
    'curl -sf http://localhost > /dev/null',
  ),
  docker: inline(
    'yum install -y yum-utils',
    'yum-config-manager --add-repo http://mirrors.example.com/docker-ce.repo',
    'yum -y install docker-ce docker-ce-cli containerd.io',
    `mkdir -p /etc/docker && cat > /etc/docker/daemon.json <<'EOF'\n{"log-driver": "json-file"}\nEOF`,
    'systemctl enable docker',
  ),
  hardening: inline(
    "sed -i 's/^#*PermitRootLogin.*/PermitRootLogin no/' /etc/ssh/sshd_config",
    "sed -i 's/SELINUX=enforcing/SELINUX=disabled/' /etc/selinux/config",
    'echo "* hard nofile 65535" >> /etc/security/limits.conf',
    "printf 'net.ipv4.tcp_syncookies=1\\nvm.swappiness=10\\n' >> /etc/sysctl.conf",
    'sysctl -p',
  ),
  swap: inline(
    'fallocate -l 1G /swap',
    'chmod 600 /swap',
    'mkswap /swap',
    'echo "/swap none swap sw 0 0" >> /etc/fstab',
  ),
  users: inline(
    'useradd -m -s /bin/bash deploy',
    'echo "deploy ALL=(ALL) NOPASSWD:ALL" > /etc/sudoers.d/deploy',
    'install -d -m 700 -o deploy -g deploy /home/deploy/.ssh',
  ),
  clean: inline(
    'yum clean all',
    'rm -rf /tmp/build /var/cache/yum',
    'find /var/log -type f -exec truncate -s 0 {} \\;',
    'rm -f /root/.bash_history',
    'sync',
  ),
  wait: [
    {
      type: 'shell',
      inline: ['while [ ! -e /etc/os-release ]; do sleep 1; done', 'cloud-init status --wait'],
    },
    { type: 'shell', inline: ['echo ready'], pause_before: '1ms' },
  ],
  trap: inline(
    'trap "rm -f /tmp/work" EXIT',
    'cat > /tmp/work <<EOF\nbuilt on $(uname -m)\nEOF',
    'cat /tmp/work >> /etc/motd',
  ),
  service: inline(
    `cat > /etc/systemd/system/app.service <<'EOF'\n[Service]\nExecStart=/opt/app/run\n[Install]\nWantedBy=multi-user.target\nEOF`,
    'systemctl daemon-reload',
    'systemctl enable app',
  ),
  vars: [
    {
      type: 'shell',
      environment_vars: ['APP_ENV=production', 'APP_PORT=8080'],
      inline: ['echo "env=$APP_ENV port=$APP_PORT" > /etc/app.env', 'test "$APP_ENV" = production'],
      execute_command: '{{ .Vars }} bash {{ .Path }}',
    },
  ],
  sudo: [
    {
      type: 'shell',
      inline: ['id -un > /root/who', 'test "$(cat /root/who)" = root'],
      execute_command: "chmod +x {{ .Path }}; {{ .Vars }} sudo -E sh '{{ .Path }}'",
    },
  ],
  codes: [{ type: 'shell', inline: ['exit 3'], valid_exit_codes: [0, 3] }],
  local: [{ type: 'shell-local', inline: ['echo built by {{ build_name }}'] }],
  tools: inline(
    'openssl rand -hex 8 > /etc/secret',
    'git --version',
    'date +%F > /etc/built',
    'getent passwd root',
  ),
};

const centos = 'centos_7_06_64_20G_alibase_20190711.vhd';
const ubuntu = 'ubuntu_18_04_64_20G_alibase_20190509.vhd';
const aliyun = 'aliyun_2_1903_x64_20G_alibase_20230704.vhd';

type Row = readonly [name: string, settings: Readonly<Record<string, unknown>>, kind: keyof typeof kinds];

/** Image, type and settings as they stand in public templates, each with one kind of script. */
const rows: readonly Row[] = [
  ['least', { source_image: centos, instance_type: 'ecs.n1.tiny' }, 'packages'],
  [
    'traffic',
    { source_image: centos, instance_type: 'ecs.xn4.small', internet_charge_type: 'PayByTraffic' },
    'web',
  ],
  [
    'bandwidth',
    { source_image: centos, internet_charge_type: 'PayByBandwidth', internet_max_bandwidth_out: 5 },
    'docker',
  ],
  ['optimized-text', { source_image: ubuntu, io_optimized: 'true', image_force_delete: 'true' }, 'hardening'],
  ['optimized', { source_image: ubuntu, instance_type: 'ecs.t5-lc1m1.small', io_optimized: true }, 'swap'],
  [
    'force-delete',
    { source_image: ubuntu, image_force_delete: true, image_force_delete_snapshots: true },
    'users',
  ],
  [
    'described',
    { source_image: aliyun, image_description: 'Base image of the web tier', image_version: '1.0' },
    'clean',
  ],
  [
    'system-disk',
    { source_image: aliyun, system_disk_mapping: { disk_size: 60, disk_category: 'cloud_ssd' } },
    'wait',
  ],
  [
    'system-disk-named',
    {
      source_image: centos,
      system_disk_mapping: {
        disk_size: 40,
        disk_name: 'system',
        disk_description: 'the system',
        disk_category: 'cloud_efficiency',
      },
    },
    'trap',
  ],
  [
    'data-disks',
    {
      source_image: centos,
      image_disk_mappings: [
        { disk_name: 'data1', disk_size: 20, disk_category: 'cloud_ssd', disk_delete_with_instance: true },
        { disk_name: 'data2', disk_size: 20, disk_category: 'cloud_efficiency', disk_device: '/dev/xvdz' },
      ],
    },
    'service',
  ],
  ['ignored-disks', { source_image: centos, image_ignore_data_disks: true }, 'vars'],
  [
    'ignored-made-disks',
    {
      source_image: ubuntu,
      image_ignore_data_disks: true,
      image_disk_mappings: [{ disk_size: 20, disk_category: 'cloud_ssd' }],
    },
    'sudo',
  ],
  [
    'shared',
    { source_image: centos, image_share_account: ['1234567890123457', '2345678901234567'] },
    'codes',
  ],
  [
    'copied',
    { source_image: centos, image_copy_regions: ['cn-beijing'], image_copy_names: ['copied-there'] },
    'local',
  ],
  ['copied-twice', { source_image: aliyun, image_copy_regions: ['cn-beijing', 'cn-shanghai'] }, 'tools'],
  ['tagged', { source_image: centos, tags: { team: 'web', stage: 'test' } }, 'packages'],
  [
    'named-network',
    {
      source_image: ubuntu,
      vpc_name: 'build-vpc',
      vpc_cidr_block: '192.168.0.0/16',
      vswitch_name: 'build-switch',
    },
    'web',
  ],
  ['narrow-network', { source_image: ubuntu, vpc_cidr_block: '172.16.0.0/16' }, 'docker'],
  ['named-group', { source_image: centos, security_group_name: 'build-group' }, 'hardening'],
  ['zone', { source_image: centos, zone_id: 'cn-hangzhou-h' }, 'swap'],
  [
    'named-instance',
    { source_image: aliyun, instance_name: 'builder-1', description: 'builds an image' },
    'users',
  ],
  ['user-data', { source_image: aliyun, user_data: '#!/bin/sh\necho hello > /root/hello\n' }, 'clean'],
  ['password', { source_image: centos, ssh_password: 'Passw0rd-Of-1' }, 'wait'],
  ['private', { source_image: centos, ssh_private_ip: true }, 'trap'],
  ['private-zone', { source_image: ubuntu, ssh_private_ip: true, zone_id: 'cn-hangzhou-h' }, 'service'],
  ['timeouts', { source_image: centos, ssh_timeout: '10m', wait_snapshot_ready_timeout: 7200 }, 'vars'],
  [
    'skip-validation',
    { source_image: centos, skip_region_validation: true, skip_image_validation: true },
    'sudo',
  ],
  ['force-stop', { source_image: centos, force_stop_instance: true }, 'codes'],
  [
    'old-raw',
    { source_image: 'centos7u2_64_40G_cloudinit_20160728.raw', instance_type: 'ecs.n1.small' },
    'local',
  ],
  ['ubuntu-16', { source_image: 'ubuntu_16_0402_64_20G_alibase_20180409.vhd' }, 'tools'],
  [
    'ubuntu-22',
    { source_image: 'ubuntu_22_04_x64_20G_alibase_20230208.vhd', instance_type: 'ecs.c6.xlarge' },
    'packages',
  ],
  [
    'debian',
    { source_image: 'debian_10_9_64_20G_alibase_20210420.vhd', instance_type: 'ecs.g6.xlarge' },
    'web',
  ],
  ['rocky', { source_image: 'rockylinux_8_8_x64_20G_alibase_20230613.vhd' }, 'docker'],
  [
    'alma',
    { source_image: 'almalinux_8_9_x64_20G_alibase_20231219.vhd', instance_type: 'ecs.r6.large' },
    'hardening',
  ],
  ['anolis', { source_image: 'anolisos_7_9_x64_20G_anck_alibase_20220727.vhd' }, 'swap'],
  ['suse', { source_image: 'opensuse_15_4_x64_20G_alibase_20230718.vhd' }, 'users'],
  [
    'coreos',
    { source_image: 'coreos_2023_4_0_64_30G_alibase_20190319.vhd', instance_type: 'ecs.c5.large' },
    'clean',
  ],
  [
    'container',
    { source_image: 'aliyun_3_9_x64_20G_alibase_20231219.vhd', instance_type: 'ecs.gn6i-c4g1.xlarge' },
    'wait',
  ],
  ['burst', { source_image: aliyun, instance_type: 'ecs.t6-c1m2.large' }, 'trap'],
  ['singapore', { source_image: centos, region: 'ap-southeast-1' }, 'service'],
  [
    'hong-kong',
    { source_image: ubuntu, region: 'cn-hongkong', internet_charge_type: 'PayByTraffic' },
    'vars',
  ],
  ['without-agent', { source_image: centos, security_enhancement_strategy: 'Deactive' }, 'tools'],
];

const common = {
  type: 'alicloud-ecs',
  region: 'cn-hangzhou',
  instance_type: 'ecs.g6.large',
  ssh_username: 'root',
};

export const corpus: readonly CorpusTemplate[] = rows.map(([name, settings, kind]) => ({
  name,
  builder: { ...common, image_name: `corpus-${name}`, ...settings },
  provisioners: kinds[kind] ?? [],
  // It would put the instance into a classic network.
  notForPacker:
    'ssh_password' in settings
      ? 'with a password it asks for a classic network, of which there are none'
      : undefined,
}));
