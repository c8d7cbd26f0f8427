/** A public image of the catalog; the same in every region. `size` in GiB. */
export interface SystemImage {
  readonly id: string;
  readonly owner: 'system' | 'marketplace';
  readonly family: string;
  readonly osName: string;
  readonly osType: 'linux' | 'windows';
  readonly platform: string;
  readonly architecture: 'x86_64' | 'arm64';
  readonly size: number;
  readonly createdAt: number;
  readonly productCode: string;
  /** No longer offered: only listed when a client asks for expired images, and refused for new instances. */
  readonly expired: boolean;
}

type Row = readonly [id: string, family: string, osName: string, platform: string];

/** Older first: the newest Available image of a family is what the family means. */
const current: readonly Row[] = [
  ['centos_7_03_64_20G_alibase_20170818.vhd', '', 'CentOS  7.3 64-bit', 'CentOS'],
  ['centos_7_04_64_20G_alibase_201701015.vhd', '', 'CentOS  7.4 64-bit', 'CentOS'],
  [
    'win2008r2_64_ent_sp1_zh-cn_40G_alibase_20181220.vhd',
    '',
    'Windows Server 2008 R2 Enterprise 64-bit',
    'Windows Server 2008',
  ],
  ['ubuntu_18_04_64_20G_alibase_20190223.vhd', 'acs:ubuntu_18_04_64', 'Ubuntu  18.04 64-bit', 'Ubuntu'],
  [
    'winsvr_64_dtcC_1809_en-us_40G_alibase_20190318.vhd',
    '',
    'Windows Server Version 1809 Datacenter 64-bit',
    'Windows Server 2019',
  ],
  ['ubuntu_18_04_64_20G_alibase_20190509.vhd', 'acs:ubuntu_18_04_64', 'Ubuntu  18.04 64-bit', 'Ubuntu'],
  [
    'aliyun_2_1903_x64_20G_alibase_20230704.vhd',
    'acs:alibaba_cloud_linux_2_1903_lts_x64',
    'Alibaba Cloud Linux  2.1903 LTS 64-bit',
    'Aliyun',
  ],
  ['centos_7_9_x64_20G_alibase_20231120.vhd', 'acs:centos_7_9_x64', 'CentOS  7.9 64-bit', 'CentOS'],
  [
    'aliyun_3_9_x64_20G_alibase_20231219.vhd',
    'acs:alibaba_cloud_linux_3_2104_lts_x64',
    'Alibaba Cloud Linux  3.2104 LTS 64-bit',
    'Aliyun',
  ],
  ['centos_7_9_x64_20G_alibase_20240403.vhd', 'acs:centos_7_9_x64', 'CentOS  7.9 64-bit', 'CentOS'],
  [
    'rockylinux_9_3_x64_20G_alibase_20240528.vhd',
    'acs:rocky_linux_9_3_x64',
    'Rocky Linux 9.3 64-bit',
    'Rocky Linux',
  ],
  ['debian_11_9_x64_20G_alibase_20240716.vhd', 'acs:debian_11_9_x64', 'Debian  11.9 64-bit', 'Debian'],
  [
    'aliyun_3_x64_20G_alibase_20240819.vhd',
    'acs:alibaba_cloud_linux_3_2104_lts_x64',
    'Alibaba Cloud Linux  3.2104 LTS 64-bit',
    'Aliyun',
  ],
  [
    'aliyun_3_arm64_20G_alibase_20240819.vhd',
    'acs:alibaba_cloud_linux_3_2104_lts_arm64',
    'Alibaba Cloud Linux  3.2104 LTS 64-bit for ARM',
    'Aliyun',
  ],
  ['ubuntu_20_04_x64_20G_alibase_20240925.vhd', 'acs:ubuntu_20_04_x64', 'Ubuntu  20.04 64-bit', 'Ubuntu'],
  ['ubuntu_22_04_x64_20G_alibase_20240926.vhd', 'acs:ubuntu_22_04_x64', 'Ubuntu  22.04 64-bit', 'Ubuntu'],
  ['debian_12_7_x64_20G_alibase_20241112.vhd', 'acs:debian_12_x64', 'Debian  12.7 64-bit', 'Debian'],
  [
    'win2019_1809_x64_dtc_en-us_40G_alibase_20241220.vhd',
    'acs:windows_2019_dtc_en-us_x64',
    'Windows Server 2019 Datacenter 64-bit',
    'Windows Server 2019',
  ],
  [
    'win2022_21H2_x64_dtc_en-us_40G_alibase_20241220.vhd',
    'acs:windows_2022_dtc_en-us_x64',
    'Windows Server 2022 Datacenter 64-bit',
    'Windows Server 2022',
  ],
  ['ubuntu_24_04_x64_20G_alibase_20250113.vhd', 'acs:ubuntu_24_04_x64', 'Ubuntu  24.04 64-bit', 'Ubuntu'],
  [
    'ubuntu_24_04_arm64_20G_alibase_20250113.vhd',
    'acs:ubuntu_24_04_arm64',
    'Ubuntu  24.04 64-bit for ARM',
    'Ubuntu',
  ],
  [
    'aliyun_3_x64_20G_alibase_20250117.vhd',
    'acs:alibaba_cloud_linux_3_2104_lts_x64',
    'Alibaba Cloud Linux  3.2104 LTS 64-bit',
    'Aliyun',
  ],
  [
    'anolisos_8_9_x64_20G_rhck_alibase_20250117.vhd',
    'acs:anolis_8_9_x64',
    'Anolis OS  8.9 RHCK 64-bit',
    'Anolis',
  ],
];

const expired: readonly Row[] = [
  ['ubuntu_16_04_64_20G_alibase_20190301.vhd', 'acs:ubuntu_16_04_64', 'Ubuntu  16.04 64-bit', 'Ubuntu'],
];

const marketplace: readonly Row[] = [
  ['m-bp1marketplacelamp000001_20240601', '', 'CentOS  7.9 64-bit', 'CentOS'],
];

/** The catalog, oldest first. */
export const systemImages: readonly SystemImage[] = [
  ...expired.map((row) => ({ ...systemImage(row), expired: true })),
  ...current.map(systemImage),
  ...marketplace.map((row) => ({
    ...systemImage(row),
    owner: 'marketplace' as const,
    productCode: 'cmjj00000042',
  })),
];

function systemImage([id, family, osName, platform]: Row): SystemImage {
  return {
    id,
    owner: 'system',
    family,
    osName,
    osType: platform.startsWith('Windows') ? 'windows' : 'linux',
    platform,
    architecture: /arm64/.test(id) ? 'arm64' : 'x86_64',
    size: Number(/_(\d+)G_/.exec(id)?.[1] ?? '20'),
    createdAt: dateIn(id),
    productCode: '',
    expired: false,
  };
}

/** The date that ends a catalog id. One real id has a digit too many: its last eight count. */
function dateIn(id: string): number {
  const digits = /_(\d{8,9})(?:\.vhd)?$/.exec(id)?.[1]?.slice(-8) ?? '20240101';
  const year = Math.max(Number(digits.slice(0, 4)), 2017);
  return Date.UTC(year, Number(digits.slice(4, 6)) - 1, Number(digits.slice(6, 8)));
}
