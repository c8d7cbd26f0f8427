import { nearest } from '../errors/nearest.ts';
import { typeUnknown, typeUnserved } from '../errors/word/provisioner.ts';
import type { ComponentSource } from '../plugins/component-source.ts';
import type { ProvisionerType } from './provisioner.ts';

const SERVED: Readonly<Record<string, () => Promise<ProvisionerType>>> = {
  shell: async () => (await import('./shell.ts')).shell,
  file: async () => (await import('./file.ts')).file,
  'shell-local': async () => (await import('./shell-local.ts')).shellLocal,
  sleep: async () => (await import('./sleep.ts')).sleep,
  breakpoint: async () => (await import('./breakpoint.ts')).breakpoint,
  powershell: async () => (await import('./windows/powershell.ts')).powershell,
  'windows-shell': async () => (await import('./windows/windows-shell.ts')).windowsShell,
  'windows-restart': async () => (await import('./windows/windows-restart.ts')).windowsRestart,
};

/** Known to Packer, not served here. */
const UNSERVED = [
  'ansible',
  'ansible-local',
  'chef-client',
  'chef-solo',
  'converge',
  'hcp-sbom',
  'inspec',
  'puppet-masterless',
  'puppet-server',
  'salt-masterless',
];

/** Types whose settings can be checked. */
export const provisionerTypes: readonly string[] = Object.keys(SERVED);

/** Loads a type. Throws `component-unsupported` for one that only Packer has, `component-unknown` for any other. */
export async function provisionerType(type: string, plugins?: ComponentSource): Promise<ProvisionerType> {
  const load = Object.hasOwn(SERVED, type) ? SERVED[type] : undefined;
  if (load !== undefined) return load();
  const plugged = await plugins?.provisioner(type);
  if (plugged !== undefined) return plugged;
  if (UNSERVED.includes(type)) throw typeUnserved(type);
  throw typeUnknown(type, nearest(type, [...provisionerTypes, ...UNSERVED, ...(plugins?.names ?? [])]));
}
