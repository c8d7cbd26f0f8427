import { isBuildError } from '../../errors/build-error.ts';
import type { RenderContext } from '../go/context.ts';
import { renderDeep } from '../go/render-deep.ts';
import { isObject } from '../model/go-value.ts';
import type { Json, JsonObject } from '../model/template.ts';
import { configMistyped, notSettings, prefixed } from '../words.ts';
import { complete } from './complete.ts';
import type { Decoded, Fields } from './field.ts';
import { expectedMap, noFindings } from './findings.ts';
import { refuseUnknown } from './unknown-keys.ts';
import { type Partial, weakStruct } from './weak-struct.ts';

export interface DecodeOptions {
  readonly context: RenderContext;
  /** Fields that are rendered only when they are used; their syntax is checked all the same. */
  readonly exclude?: readonly string[];
  /** What errors begin with: Packer's shell-local says `Error decoding config: `. */
  readonly prefix?: string;
  /** Unset: yes. Packer's sleep renders nothing. */
  readonly interpolate?: false;
  /** Unset: keys that any component once knew are told as such. Some of Packer's components do not know that. */
  readonly retired?: false;
  /** Keys that this component once knew. */
  readonly deprecated?: readonly string[];
}

/**
 * Turns settings into a config: renders all strings, then decodes, then refuses unknown keys; each stage throws alone,
 * with all its findings. Several settings are decoded one on top of the other: scalars replace, maps merge, lists
 * overwrite index by index.
 */
export function decode<F extends Fields>(
  fields: F,
  raws: readonly Json[],
  options: DecodeOptions,
): Decoded<F> {
  try {
    return decodeAll(fields, raws.map(settingsOf), options);
  } catch (error) {
    throw isBuildError(error) && options.prefix !== undefined ? prefixed(options.prefix, error) : error;
  }
}

function settingsOf(raw: Json): JsonObject {
  if (raw === null || isObject(raw)) return raw ?? {};
  throw notSettings(expectedMap('', raw));
}

function decodeAll<F extends Fields>(
  fields: F,
  raws: readonly JsonObject[],
  options: DecodeOptions,
): Decoded<F> {
  const exclude = options.exclude ?? [];
  const rendered =
    options.interpolate === false ? raws : raws.map((raw) => renderDeep(raw, options.context, { exclude }));
  if (options.interpolate !== false) checkUserVariables(options.context);
  const findings = noFindings('map[interface {}]interface {}');
  const given = rendered.reduce<Partial>(
    (before, raw) => weakStruct(raw, '', before, { fields, findings }),
    {},
  );
  if (findings.mistyped.length > 0) throw configMistyped(findings.mistyped);
  refuseUnknown(findings.unknown, fields, options);
  return complete(fields, given) as Decoded<F>;
}

/**
 * Packer hands all user variables to each component, where they are rendered like its settings: a value that is no
 * template is refused there, whoever uses it.
 */
function checkUserVariables(context: RenderContext): void {
  renderDeep({ packer_user_variables: Object.fromEntries(context.user) }, context);
}
