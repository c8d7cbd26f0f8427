import { isObject } from '../../model/go-value.ts';
import { all, rename, revise } from './changes.ts';
import type { Fixer } from './fixer.ts';
import { inBuilders } from './sections.ts';

export const scalewayKey: Fixer = {
  name: 'scaleway-access-key',
  synopsis: 'Updates builders using "access_key" to use "organization_id"',
  fix: inBuilders(/^scaleway$/, rename('access_key', 'organization_id', { as: 'string', existing: 'wins' })),
};

export const qemuDiskSize: Fixer = {
  name: 'qemu-disk-size',
  synopsis: 'Updates "disk_size" from int to string in QEMU builders.',
  fix: inBuilders(
    /^qemu$/,
    revise('disk_size', (size) => (typeof size === 'number' ? `${Math.trunc(size)}M` : size)),
  ),
};

export const qemuHostPort: Fixer = {
  name: 'qemu-host-port',
  synopsis: 'Updates ssh_host_port_min and ssh_host_port_max to host_port_min and host_port_max',
  fix: inBuilders(
    /^qemu$/,
    all(rename('ssh_host_port_min', 'host_port_min'), rename('ssh_host_port_max', 'host_port_max')),
  ),
};

export const azureExclude: Fixer = {
  name: 'azure-exclude_from_latest',
  synopsis: 'Changes "exlude_from_latest" to "exclude_from_latest" in Azure builders.',
  fix: inBuilders(
    /^azure-chroot/,
    revise('shared_image_destination', (value) =>
      isObject(value) ? rename('exlude_from_latest', 'exclude_from_latest')(value) : value,
    ),
  ),
};

export const proxmoxType: Fixer = {
  name: 'proxmox-type',
  synopsis: 'Updates the builder type proxmox to proxmox-iso',
  fix: inBuilders(/^proxmox$/, (builder) => ({ ...builder, type: 'proxmox-iso' })),
};
