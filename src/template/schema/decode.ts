import { isBuildError } from '../../errors/build-error.ts';
import type { RenderContext } from '../go/context.ts';
import { renderAll } from '../go/render-deep.ts';
import { isObject } from '../model/go-value.ts';
import type { Json, JsonObject } from '../model/template.ts';
import { configMistyped, notSettings } from '../words.ts';
import { complete } from './complete.ts';
import type { Decoded, Fields } from './field.ts';
import { expectedMap, noFindings } from './findings.ts';
import { unknownKeys } from './unknown-keys.ts';
import { type Partial, weakStruct } from './weak-struct.ts';

interface DecodeOptions {
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
    throw isBuildError(error) && options.prefix !== undefined
      ? error.with({ message: options.prefix + error.message })
      : error;
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
  const { rendered, failures } = renderedBy(options, raws);
  const findings = noFindings('map[interface {}]interface {}');
  let given: Partial = {};
  for (const [layer, raw] of rendered.entries()) {
    findings.layer = layer;
    given = weakStruct(raw, '', given, { fields, findings });
  }
  const unknown = unknownKeys(findings.unknown, fields, options);
  const all = [
    ...failures.flatMap(({ mistakes }) => mistakes),
    ...findings.mistyped,
    ...(unknown?.mistakes ?? []),
  ];
  if (failures[0] !== undefined) throw failures[0].with({ mistakes: all });
  if (options.interpolate !== false) checkUserVariables(options.context);
  if (findings.mistyped.length > 0) throw configMistyped(findings.mistyped, all);
  if (unknown !== undefined) throw unknown;
  return complete(fields, given) as Decoded<F>;
}

function renderedBy({ interpolate, context, exclude = [] }: DecodeOptions, raws: readonly JsonObject[]) {
  if (interpolate === false) return { rendered: raws, failures: [] };
  const rendered = raws.map((raw, layer) => renderAll(raw, context, { exclude, layer }));
  return {
    rendered: rendered.map(({ settings }) => settings),
    failures: rendered.flatMap(({ failures }) => failures),
  };
}

/**
 * Packer hands all user variables to each component, where they are rendered like its settings: a value that is no
 * template is refused there, whoever uses it.
 */
function checkUserVariables(context: RenderContext): void {
  const { failures } = renderAll({ packer_user_variables: Object.fromEntries(context.user) }, context);
  if (failures[0] === undefined) return;
  const mistakes = failures.flatMap((failure) => failure.mistakes);
  throw failures[0].with({
    mistakes: mistakes.map(({ spot, ...mistake }) => {
      const path = ['variables', ...(spot?.path.slice(1) ?? [])];
      return { ...mistake, spot: { path, whole: true } };
    }),
  });
}
