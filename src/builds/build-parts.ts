import type { PlacedPostProcessor } from '../post-processors/prepare-chains.ts';
import { runsFor } from '../provisioners/prepare-provisioners.ts';
import type { Template, TemplateBuilder, TemplateProvisioner } from '../template/model/template.ts';
import { chainsFor } from './applies.ts';
import type { ComponentPart } from './attempts.ts';

export type ProvisionerPart = TemplateProvisioner & { readonly part: ComponentPart };
export type PostProcessorPart = PlacedPostProcessor & { readonly part: ComponentPart };

/** What of a template takes part in one build, each with where it stands. */
export interface BuildParts {
  readonly builder: ComponentPart;
  readonly provisioners: readonly ProvisionerPart[];
  readonly cleanup: ProvisionerPart | undefined;
  readonly chains: readonly (readonly PostProcessorPart[])[];
}

/** `except` drops post-processors. */
export function buildParts(
  template: Template,
  builder: TemplateBuilder,
  except: readonly string[],
): BuildParts {
  const { builders, provisioners, cleanupProvisioner: cleanup } = template;
  const index = builders.findIndex(({ name }) => name === builder.name);
  return {
    builder: {
      path: ['builders', index],
      component: `builder ${index + 1} (${builder.type})`,
      settings: [builder.config],
    },
    provisioners: [...provisioners.entries()]
      .filter(([, provisioner]) => runsFor(provisioner, builder.name))
      .map(([at, each]) =>
        provisionerPart(each, builder.name, ['provisioners', at], `provisioner ${at + 1}`),
      ),
    cleanup: cleanup && provisionerPart(cleanup, builder.name, [CLEANUP], CLEANUP),
    chains: chainsFor(template, builder.name, except).map((chain) => chain.map(postProcessorPart)),
  };
}

const CLEANUP = 'error-cleanup-provisioner';

function provisionerPart(
  provisioner: TemplateProvisioner,
  builder: string,
  path: ComponentPart['path'],
  label: string,
): ProvisionerPart {
  const { type, config, override } = provisioner;
  const own = override.get(builder);
  const component = `${label} (${type})`;
  const settings = own === undefined ? [config] : [config, own];
  return { ...provisioner, part: { path, component, settings, override: [...path, 'override', builder] } };
}

function postProcessorPart(one: PlacedPostProcessor): PostProcessorPart {
  const { place, type, config } = one;
  const path = ['post-processors', ...place.split('.').map((step) => Number(step) - 1)];
  return { ...one, part: { path, component: `post-processor ${place} (${type})`, settings: [config] } };
}
