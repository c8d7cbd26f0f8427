import { builderNames, builderType } from '../builders/registry.ts';
import { postProcessorType, postProcessorTypes } from '../post-processors/registry.ts';
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

/** All components there are: whatever is in the registries. */
export async function components(): Promise<readonly Component[]> {
  const builders = builderNames.map(async (type) => ({
    ...{ kind: 'builder' as const, type },
    fields: (await builderType(type))?.fields,
  }));
  const provisioners = provisionerTypes.map(async (type) => ({
    ...{ kind: 'provisioner' as const, type },
    fields: (await provisionerType(type)).fields,
  }));
  const postProcessors = postProcessorTypes.map(async (type) => ({
    ...{ kind: 'post-processor' as const, type },
    fields: (await postProcessorType(type))?.fields,
  }));
  return Promise.all([...builders, ...provisioners, ...postProcessors]);
}
