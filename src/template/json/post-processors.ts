import { isList, isObject } from '../model/go-value.ts';
import type { Json, JsonObject, TemplatePostProcessor } from '../model/template.ts';
import { expectedList, type Findings, noFindings, unconvertible } from '../schema/findings.ts';
import { collect, type Finding, type Read } from './collect.ts';
import { metaValue, mistypedMeta, withoutMeta } from './meta-keys.ts';

/** Keys of the template that are no settings of the component. */
export const postProcessorKeys: readonly string[] = ['except', 'keep_input_artifact', 'name', 'only', 'type'];

/** Reads `post-processors`: each item is a type, an object, or a chain of these. Messages count chains and places. */
export function readPostProcessors(
  list: readonly Json[],
  findings: Finding[],
): readonly (readonly TemplatePostProcessor[])[] {
  return list.map((item, chain) => {
    if (typeof item !== 'string' && !isObject(item) && !isList(item)) {
      const message = `post-processor ${chain + 1}: bad format`;
      findings.push({ message, path: ['post-processors', chain] });
      return [];
    }
    const members = isList(item) ? item : [item];
    const note = (text: string, place: number): void => {
      const path = isList(item) ? ['post-processors', chain, place] : ['post-processors', chain];
      findings.push({ message: `post-processor ${chain + 1}.${place + 1}: ${text}`, path });
    };
    const raws = collect(members, readFormat, note);
    // A chain with a member that is none is looked into no further.
    return Object.freeze(raws.length < members.length ? [] : collect(raws, readPostProcessor, note));
  });
}

function readFormat(item: Json): Read<JsonObject> {
  if (isList(item)) return { finding: 'sequence not allowed to be nested in a sequence' };
  const raw = typeof item === 'string' ? { type: item } : item;
  return isObject(raw) ? { value: raw } : { finding: 'unknown format' };
}

function readPostProcessor(raw: JsonObject): Read<TemplatePostProcessor> {
  const findings = noFindings();
  const processor = decodeMeta(raw, findings);
  const mistyped = mistypedMeta(findings.mistyped);
  if (mistyped !== undefined) return { finding: mistyped };
  if (processor.type === '') return { finding: 'type is required' };
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
  if (keep !== undefined && !isBool)
    findings.mistyped.push(unconvertible('keep_input_artifact', 'bool', keep));
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
  findings.mistyped.push(unconvertible(label, 'string', value));
  return '';
}

function strictStrings(value: Json | undefined, label: string, findings: Findings): readonly string[] {
  if (value === undefined) return [];
  if (!isList(value)) {
    findings.mistyped.push(expectedList(label, value));
    return [];
  }
  return Object.freeze(
    value.map((item, index) => strictString(item ?? undefined, `${label}[${index}]`, findings)),
  );
}
