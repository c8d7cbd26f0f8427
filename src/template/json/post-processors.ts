import { isList, isObject } from '../model/go-value.ts';
import type { Json, JsonObject, TemplatePostProcessor } from '../model/template.ts';
import { advice } from '../schema/advice.ts';
import { expectedList, type Findings, mistype, noFindings, unconvertible } from '../schema/findings.ts';
import { collect, type Read, type Refusal, refusal, type Findings as Structure } from './collect.ts';
import { metaValue, mistypedMeta, TYPE_MISSING, withoutMeta } from './meta-keys.ts';

/** Keys of the template that are no settings of the component. */
export const postProcessorKeys: readonly string[] = ['except', 'keep_input_artifact', 'name', 'only', 'type'];

const FORMAT = 'write a type, an object with a type, or a list of these';

/** Reads `post-processors`: each item is a type, an object, or a chain of these. Messages count chains and places. */
export function readPostProcessors(
  list: readonly Json[],
  findings: Structure,
): readonly (readonly TemplatePostProcessor[])[] {
  return list.map((item, chain) => {
    if (typeof item !== 'string' && !isObject(item) && !isList(item)) {
      const refused = refusal('bad format', [], FORMAT);
      findings.add(`post-processor ${chain + 1}: `, refused, ['post-processors', chain]);
      return [];
    }
    const members = isList(item) ? item : [item];
    const note = (refused: Refusal, place: number): void => {
      findings.add(`post-processor ${chain + 1}.${place + 1}: `, refused, ['post-processors', chain, place]);
    };
    const raws = collect(members, readFormat, note);
    // A chain with a member that is none is looked into no further.
    return Object.freeze(raws.length < members.length ? [] : collect(raws, readPostProcessor, note));
  });
}

function readFormat(item: Json): Read<JsonObject> {
  if (isList(item)) return refusal('sequence not allowed to be nested in a sequence', [], FORMAT);
  const raw = typeof item === 'string' ? { type: item } : item;
  return isObject(raw) ? { value: raw } : refusal('unknown format', [], FORMAT);
}

function readPostProcessor(raw: JsonObject): Read<TemplatePostProcessor> {
  const findings = noFindings();
  const processor = decodeMeta(raw, findings);
  const mistyped = mistypedMeta(findings);
  if (mistyped !== undefined) return mistyped;
  if (processor.type === '') return refusal('type is required', [], TYPE_MISSING);
  const name = processor.name || processor.type;
  return { value: Object.freeze({ ...processor, name, config: withoutMeta(raw, postProcessorKeys) }) };
}

/** Unlike everywhere else, these are strictly typed. */
function decodeMeta(raw: JsonObject, findings: Findings): Omit<TemplatePostProcessor, 'config'> {
  const text = (key: string, label: string): string => {
    return strictString(metaValue(raw, key, label), label, findings);
  };
  const keep = metaValue(raw, 'keep_input_artifact');
  const isBool = typeof keep === 'boolean';
  if (keep !== undefined && !isBool) {
    const message = unconvertible('keep_input_artifact', 'bool', keep);
    mistype(findings, 'keep_input_artifact', { message, advice: advice.bool(keep) });
  }
  return {
    name: text('name', 'Name'),
    type: text('type', 'Type'),
    only: strictStrings(metaValue(raw, 'only', 'Only'), 'Only', findings),
    except: strictStrings(metaValue(raw, 'except', 'Except'), 'Except', findings),
    keepInputArtifact: isBool ? keep : undefined,
  };
}

function strictString(value: Json | undefined, label: string, findings: Findings): string {
  if (value === undefined || typeof value === 'string') return value ?? '';
  mistype(findings, label, { message: unconvertible(label, 'string', value), advice: advice.string(value) });
  return '';
}

function strictStrings(value: Json | undefined, label: string, findings: Findings): readonly string[] {
  if (value === undefined) return [];
  if (!isList(value)) {
    mistype(findings, label, expectedList(label, value));
    return [];
  }
  return Object.freeze(
    value.map((item, index) => strictString(item ?? undefined, `${label}[${index}]`, findings)),
  );
}
