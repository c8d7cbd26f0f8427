import { compareBytes } from '../../model/go-value.ts';
import type { Template } from '../../model/template.ts';
import { block, valueText } from './block-text.ts';
import { quoted } from './quoted-text.ts';

/** Plug-ins whose components Packer names by these beginnings. */
const PLUGINS = [
  'amazon',
  'ansible',
  'azure',
  'docker',
  'googlecompute',
  'qemu',
  'vagrant',
  'virtualbox',
  'vmware',
  'vsphere',
];

export function pluginOf(type: string): string | undefined {
  return PLUGINS.find((prefix) => type.startsWith(prefix));
}

/** The version and the plug-ins that a template needs; nothing where it needs none. */
export function packerBlock({ minVersion, builders, provisioners, postProcessors }: Template): string {
  const types = [...builders, ...provisioners, ...postProcessors.flat()].map(({ type }) => type);
  const plugins = [...new Set(types.flatMap((type) => pluginOf(type) ?? []))].sort(compareBytes);
  const version = minVersion === '' ? '' : `required_version = ${quoted(`>= ${minVersion}`)}\n`;
  const entries = plugins.map((name) => {
    const entry = { source: `github.com/hashicorp/${name}`, version: '~> 1' };
    return `${name} = ${valueText(entry, quoted)}\n`;
  });
  const required = entries.length === 0 ? '' : block('required_plugins', entries.join(''));
  return version + required === '' ? '' : block('packer', version + required);
}
