import type { RenderContext } from '../template/go/context.ts';
import { renderDeep } from '../template/go/render-deep.ts';
import { isObject } from '../template/model/go-value.ts';
import type { Json, TemplateProvisioner } from '../template/model/template.ts';
import type { Fields } from '../template/schema/field.ts';

/** Values of the secret settings of provisioners, those for single builds among them. */
export function provisionerSecrets(
  provisioners: readonly (TemplateProvisioner & { readonly fields: Fields })[],
  context: RenderContext,
): readonly string[] {
  return provisioners.flatMap(({ config, override, fields }) => {
    const secret = Object.keys(fields).filter((name) => fields[name]?.secret === true);
    return [config, ...override.values()].flatMap((settings) => valuesOf(settings, secret, context));
  });
}

/** Keys count whatever their case, as when they are decoded. */
function valuesOf(settings: Json, names: readonly string[], context: RenderContext): readonly string[] {
  // An override that is no object is told of when it is decoded.
  if (!isObject(settings)) return [];
  return Object.entries(settings)
    .filter(([key]) => names.includes(key.toLowerCase()))
    .map(([key, value]) => rendered(key, value, context))
    .filter((text) => text !== '');
}

/** What cannot be rendered is no secret yet: preparing the provisioner tells of it. */
function rendered(key: string, value: Json, context: RenderContext): string {
  try {
    const text = renderDeep({ [key]: value }, context)[key];
    return typeof text === 'string' && !text.includes('{{') ? text : '';
  } catch {
    return '';
  }
}
