import { builderNames } from '../../builders/registry.ts';
import type { ComponentSource } from '../../plugins/component-source.ts';
import { postProcessorTypes } from '../../post-processors/registry.ts';
import { provisionerTypes } from '../../provisioners/registry.ts';
import type { KnownTypes } from '../../template/hcl/packer/build/check-build.ts';
import type { PluginRequirement } from '../../template/hcl/packer/configuration.ts';

/** The types of components that a template may name, and what they are called here. */
export interface TypeNames extends KnownTypes {
  /** The name here of a type as the template writes it. */
  real(type: string): string;
}

export function typeNames(requirements: readonly PluginRequirement[], plugins: ComponentSource): TypeNames {
  const names = {
    source: [...builderNames, ...plugins.names],
    provisioner: [...provisionerTypes, ...plugins.names],
    'post-processor': [...postProcessorTypes, ...plugins.names],
  };
  const real = (type: string) => {
    for (const requirement of requirements) {
      const found = realBy(requirement, type);
      if (found !== undefined) return found;
    }
    return type;
  };
  return {
    names,
    real,
    has: (kind, type) => names[kind].includes(real(type)) || real(type).startsWith('npm:'),
  };
}

/** A plug-in may have another name in a template: its components begin with that. Those of npm packages do, too. */
function realBy({ name, source }: PluginRequirement, type: string): string | undefined {
  const own = type === name ? '' : type.startsWith(`${name}-`) ? type.slice(name.length + 1) : undefined;
  if (own === undefined) return undefined;
  if (source.startsWith('npm:')) return own === '' ? source : `${source}/${own}`;
  const plugin = source.split('/').at(-1) ?? '';
  if (plugin === name) return undefined;
  return own === '' ? plugin : `${plugin}-${own}`;
}
