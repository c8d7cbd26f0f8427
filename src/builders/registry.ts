import type { ComponentSource } from '../plugins/component-source.ts';
import type { BuilderType } from './builder.ts';

/** How to get each kind of builder; its code is loaded when a template names it. */
const BUILDERS: Readonly<Record<string, () => Promise<BuilderType>>> = {
  'alicloud-ecs': async () => (await import('./alicloud-ecs/builder.ts')).alicloudEcs,
  qemu: async () => (await import('./qemu/builder.ts')).qemu,
  file: async () => (await import('./file/builder.ts')).fileBuilder,
  null: async () => (await import('./null/builder.ts')).nullBuilder,
};

/** Builders that Packer 1.6.6 brings along and this program does not have. */
const PACKERS_OWN = [
  'amazon-chroot',
  'amazon-ebs',
  'amazon-ebssurrogate',
  'amazon-ebsvolume',
  'amazon-instance',
  'azure-arm',
  'azure-chroot',
  'azure-dtl',
  'cloudstack',
  'digitalocean',
  'docker',
  'googlecompute',
  'hcloud',
  'hyperone',
  'hyperv-iso',
  'hyperv-vmcx',
  'jdcloud',
  'linode',
  'lxc',
  'lxd',
  'ncloud',
  'oneandone',
  'openstack',
  'oracle-classic',
  'oracle-oci',
  'osc-bsu',
  'osc-bsusurrogate',
  'osc-bsuvolume',
  'osc-chroot',
  'parallels-iso',
  'parallels-pvm',
  'profitbricks',
  'proxmox',
  'proxmox-clone',
  'proxmox-iso',
  'scaleway',
  'tencentcloud-cvm',
  'triton',
  'ucloud-uhost',
  'vagrant',
  'virtualbox-iso',
  'virtualbox-ovf',
  'virtualbox-vm',
  'vmware-iso',
  'vmware-vmx',
  'vsphere-clone',
  'vsphere-iso',
  'yandex',
];

/** The kind of builder with this name, or `undefined`. */
export async function builderType(type: string, plugins?: ComponentSource): Promise<BuilderType | undefined> {
  return Object.hasOwn(BUILDERS, type) ? BUILDERS[type]?.() : plugins?.builder(type);
}

/** Those whose accounts can be asked for what runs have left. */
export async function typesWithAccounts(): Promise<readonly BuilderType[]> {
  const types = await Promise.all(Object.values(BUILDERS).map((load) => load()));
  return types.filter(({ openAccount }) => openAccount !== undefined);
}

/** Kinds of builders that can be run or validated. */
export const builderNames: readonly string[] = Object.keys(BUILDERS);

/** Whether Packer has a builder of this name that is missing here. */
export function isPackersOwn(type: string): boolean {
  return PACKERS_OWN.includes(type);
}
