import { configMistyped } from '../../errors/word/template.ts';
import type { RenderContext } from '../interpolation/context.ts';
import { renderDeep } from '../interpolation/render-deep.ts';
import type { JsonObject } from '../template.ts';
import { complete } from './complete.ts';
import type { Decoded, Fields } from './field.ts';
import { noFindings } from './findings.ts';
import { refuseUnknown } from './unknown-keys.ts';
import { type Partial, weakStruct } from './weak-struct.ts';

export interface DecodeOptions {
  readonly context: RenderContext;
  /** Fields that are rendered only when they are used; their syntax is checked all the same. */
  readonly exclude?: readonly string[];
  /** Keys that this component once knew. */
  readonly deprecated?: readonly string[];
  /** False where keys that any component once knew are unknown like all others. Default: true. */
  readonly retired?: boolean;
}

/**
 * Turns settings into a config: renders all strings, then decodes, then refuses unknown keys; each stage throws alone,
 * with all its findings. Several settings are decoded one on top of the other: scalars replace, maps merge, lists
 * overwrite index by index.
 */
export function decode<F extends Fields>(
  fields: F,
  raws: readonly JsonObject[],
  options: DecodeOptions,
): Decoded<F> {
  const exclude = options.exclude ?? [];
  const rendered = raws.map((raw) => renderDeep(raw, options.context, { exclude }));
  const findings = noFindings('map[interface {}]interface {}');
  const given = rendered.reduce<Partial>(
    (before, raw) => weakStruct(raw, '', before, { fields, findings }),
    {},
  );
  if (findings.mistyped.length > 0) throw configMistyped(findings.mistyped);
  refuseUnknown(findings.unknown, fields, options);
  return complete(fields, given) as Decoded<F>;
}
