import { all, remove, rename } from './changes.ts';
import type { Fixer } from './fixer.ts';
import { inBuilders } from './sections.ts';

const PARALLELS = /^parallels-(iso|pvm)$/;

export const vmwareRename: Fixer = {
  name: 'vmware-rename',
  synopsis: 'Updates "vmware" builders to "vmware-iso"',
  fix: inBuilders(/^vmware$/, (builder) => ({ ...builder, type: 'vmware-iso' })),
};

export const vmwareCompaction: Fixer = {
  name: 'vmware-compaction',
  synopsis: 'Adds "skip_compaction = true" to "vmware-iso" builders with incompatible disk_type_id',
  fix: inBuilders(/^vmware-iso$/, (builder) => {
    if (builder['remote_type'] !== 'esx5') return builder;
    const { disk_type_id: disk = 'zeroedthick', skip_compaction: skip = true } = builder;
    if (typeof disk !== 'string' || disk === 'thin') return builder;
    const fixed = { ...builder, disk_type_id: disk };
    return typeof skip === 'boolean' ? { ...fixed, skip_compaction: true } : fixed;
  }),
};

export const parallelsHeadless: Fixer = {
  name: 'parallels-headless',
  synopsis: 'Removes unused "headless" from Parallels builders',
  fix: inBuilders(PARALLELS, remove('headless')),
};

export const parallelsDeprecations: Fixer = {
  name: 'parallels-deprecations',
  synopsis:
    'Removes deprecated "parallels_tools_host_path" from Parallels builders and changes "guest_os_distribution" to "guest_os_type".',
  fix: inBuilders(
    PARALLELS,
    all(remove('parallels_tools_host_path'), rename('guest_os_distribution', 'guest_os_type')),
  ),
};

export const hypervDeprecations: Fixer = {
  name: 'hyperv-deprecations',
  synopsis: 'Removes the deprecated "vhd_temp_path" setting from Hyper-V ISO builder templates',
  fix: inBuilders(/^hyperv-iso$/, remove('vhd_temp_path')),
};

export const hypervTypo: Fixer = {
  name: 'hyperv-vmxc-typo',
  synopsis:
    'Fixes a typo replacing "clone_from_vmxc_path" with "clone_from_vmcx_path" in Hyper-V VMCX builder templates',
  fix: inBuilders(/^hyperv-vmcx$/, rename('clone_from_vmxc_path', 'clone_from_vmcx_path')),
};

export const hypervSizes: Fixer = {
  name: 'hyperv-cpu-and-ram',
  synopsis: 'Replaces "cpu" with "cpus" and "ram_size" with "memory"in Hyper-V VMCX builder templates',
  fix: inBuilders(/^hyperv-(vmcx|iso)$/, all(rename('cpu', 'cpus'), rename('ram_size', 'memory'))),
};
