import { nearest } from '../errors/nearest.ts';
import type { ComponentSource } from '../plugins/component-source.ts';
import type { ProvisionerType } from './provisioner.ts';
import { typeUnknown, typeUnserved } from './words.ts';

const SERVED: Readonly<Record<string, () => Promise<ProvisionerType>>> = {
  shell: async () => (await import('./shell/shell.ts')).shell,
  file: async () => (await import('./file/file.ts')).file,
  'shell-local': async () => (await import('./shell-local/shell-local.ts')).shellLocal,
  sleep: async () => (await import('./sleep/sleep.ts')).sleep,
  breakpoint: async () => (await import('./breakpoint/breakpoint.ts')).breakpoint,
  powershell: async () => (await import('./powershell/powershell.ts')).powershell,
  'windows-shell': async () => (await import('./windows-shell/windows-shell.ts')).windowsShell,
  'windows-restart': async () => (await import('./windows-restart/windows-restart.ts')).windowsRestart,
  ansible: async () => (await import('./ansible/ansible.ts')).ansible,
  'ansible-local': async () => (await import('./ansible-local/ansible-local.ts')).ansibleLocal,
  'chef-client': async () => (await import('./chef-client/chef-client.ts')).chefClient,
  'chef-solo': async () => (await import('./chef-solo/chef-solo.ts')).chefSolo,
  converge: async () => (await import('./converge/converge.ts')).converge,
  inspec: async () => (await import('./inspec/inspec.ts')).inspec,
  'puppet-masterless': async () =>
    (await import('./puppet-masterless/puppet-masterless.ts')).puppetMasterless,
  'puppet-server': async () => (await import('./puppet-server/puppet-server.ts')).puppetServer,
  'salt-masterless': async () => (await import('./salt-masterless/salt-masterless.ts')).saltMasterless,
};

/** Known to Packer, not served here. */
const UNSERVED = ['hcp-sbom'];

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
