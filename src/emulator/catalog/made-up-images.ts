import type { SystemImage } from './system-images.ts';

/** `centos_7_06_64_20G_alibase_20190711.vhd`, `centos7u2_64_40G_cloudinit_20160728.raw`: system, size and date. */
const ID = /^[a-z][\w.-]*_(\d+)G_[\w.-]*?_?(\d{6,9})\.(vhd|raw|qcow2)$/i;
/** `acs:almalinux_8_9_x64` */
const FAMILY = /^acs:([a-z][\w-]*_(x64|64|arm64))$/;

/** By what a name begins with: the platform, and how the name of the system begins. */
const PLATFORMS: readonly (readonly [RegExp, string, string])[] = [
  [/^win(svr)?_?(\w*_)?2008/, 'Windows Server 2008', 'Windows Server 2008 R2'],
  [/^win(svr)?_?(\w*_)?2012/, 'Windows Server 2012', 'Windows Server 2012 R2'],
  [/^win(svr)?_?(\w*_)?2016/, 'Windows Server 2016', 'Windows Server 2016'],
  [/^win(svr)?_?(\w*_)?2019/, 'Windows Server 2019', 'Windows Server 2019'],
  [/^win/, 'Windows Server 2022', 'Windows Server'],
  [/^aliyun|^lifsea/, 'Aliyun', 'Alibaba Cloud Linux'],
  [/^almalinux/, 'AlmaLinux', 'AlmaLinux'],
  [/^anolis/, 'Anolis', 'Anolis OS'],
  [/^centos_stream/, 'CentOS Stream', 'CentOS Stream'],
  [/^centos/, 'CentOS', 'CentOS'],
  [/^coreos/, 'CoreOS', 'CoreOS'],
  [/^debian/, 'Debian', 'Debian'],
  [/^fedora/, 'Fedora', 'Fedora'],
  [/^freebsd/, 'FreeBSD', 'FreeBSD'],
  [/^gentoo/, 'Gentoo', 'Gentoo'],
  [/^opensuse/, 'OpenSUSE', 'openSUSE'],
  [/^redhat|^rhel/, 'Red Hat', 'Red Hat Enterprise Linux'],
  [/^rocky/, 'Rocky Linux', 'Rocky Linux'],
  [/^sles|^suse/, 'SUSE', 'SUSE Linux'],
  [/^ubuntu/, 'Ubuntu', 'Ubuntu'],
];

/** A public image that the catalog does not list, made up from its id; undefined: it is no id of a public image. */
export function madeUpImage(id: string): SystemImage | undefined {
  const [, size = '', date = ''] = ID.exec(id) ?? [];
  return size === '' ? undefined : imageNamed(id, { size: Number(size), date: date.slice(0, 8), family: '' });
}

/** The newest image of a public family that the catalog does not list. */
export function madeUpFamily(family: string): SystemImage | undefined {
  const [, name = ''] = FAMILY.exec(family) ?? [];
  if (name === '') return undefined;
  const size = name.startsWith('win') ? 40 : 20;
  return imageNamed(`${name}_${size}G_alibase_20250117.vhd`, { size, date: '20250117', family });
}

function imageNamed(
  id: string,
  { size, date, family }: { readonly size: number; readonly date: string; readonly family: string },
): SystemImage {
  const name = id.toLowerCase();
  const [, platform, system] = PLATFORMS.find(([begin]) => begin.test(name)) ?? [
    /^/,
    'Others Linux',
    'Linux',
  ];
  const arm = /arm64|aarch64/.test(name);
  const version = /(\d+)(?:_|u)(\d{1,4})?(?=_)/.exec(name);
  const number = [version?.[1], version?.[2]].filter((part) => part !== undefined).join('.');
  return {
    id,
    owner: 'system',
    family,
    osName: `${system}  ${number} 64-bit${arm ? ' for ARM' : ''}`.replace('   ', ' '),
    osType: /^win/.test(name) ? 'windows' : 'linux',
    platform,
    architecture: arm ? 'arm64' : 'x86_64',
    size,
    createdAt: dayOf(date),
    productCode: '',
    expired: false,
  };
}

/** Six digits are a day of this century; what is no day becomes one. */
function dayOf(digits: string): number {
  const whole = digits.length <= 6 ? `20${digits}` : digits;
  const time = Date.UTC(
    Number(whole.slice(0, 4)),
    Number(whole.slice(4, 6)) - 1,
    Number(whole.slice(6, 8) || '1'),
  );
  return Number.isNaN(time) ? Date.UTC(2020, 0, 1) : time;
}
