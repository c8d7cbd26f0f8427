import { builderNames, builderType } from '../builders/registry.ts';
import { openCatalog } from '../plugins/catalog.ts';
import {
  postProcessorType,
  postProcessorTypes,
  unservedPostProcessors,
} from '../post-processors/registry.ts';
import { provisionerType, provisionerTypes } from '../provisioners/registry.ts';
import type { Fields } from '../template/schema/field.ts';

export type ComponentKind = 'builder' | 'provisioner' | 'post-processor';

/** A component that templates can name. */
export interface Component {
  readonly kind: ComponentKind;
  readonly type: string;
  /** Its settings; `undefined` where it is known by name only. */
  readonly fields: Fields | undefined;
}

/** All components there are: whatever is in the registries, and what plug-ins bring that `folder` lists. */
export async function componentsIn(folder: string): Promise<readonly Component[]> {
  return [...(await components()), ...(await (await openCatalog([folder])).described())];
}

/** Those of the program itself. */
export async function components(): Promise<readonly Component[]> {
  const postProcessors = [...postProcessorTypes, ...unservedPostProcessors];
  const lists = await Promise.all([
    described('builder', builderNames, builderType),
    described('provisioner', provisionerTypes, provisionerType),
    described('post-processor', postProcessors, postProcessorType),
  ]);
  return lists.flat();
}

function described(
  kind: ComponentKind,
  types: readonly string[],
  load: (type: string) => Promise<{ readonly fields: Fields } | undefined>,
): Promise<readonly Component[]> {
  return Promise.all(types.map(async (type) => ({ kind, type, fields: (await load(type))?.fields })));
}
