import { decodingErrors } from '../../../errors/multi-error.ts';
import { isList, isObject } from '../../model/go-value.ts';
import type { Json, JsonObject } from '../../model/template.ts';
import { expectedList, expectedMap } from '../../schema/findings.ts';
import type { Change } from './fixer.ts';
import { fixRefused } from './words.ts';

type Fix = (template: JsonObject) => JsonObject;
type Types = RegExp | undefined;

/** Changes each builder whose type matches; without a type to match, every one. Like Packer it adds the key where it is missing. */
export function inBuilders(types: Types, change: Change): Fix {
  return (template) => ({
    ...template,
    builders: builders(template)?.map((builder) => changed(builder, types, change)) ?? null,
  });
}

/** Changes each provisioner of this type. A single one that is no list becomes a list. */
export function inProvisioners(change: (item: Json) => Json): Fix {
  return (template) => {
    const items = lifted(sectionOf(template, 'Provisioners'));
    return items.length === 0 ? template : { ...template, provisioners: items.map(change) };
  };
}

/** Changes each post-processor whose type matches, those of chains too. */
export function inPostProcessors(types: Types, change: Change): Fix {
  return (template) => {
    const section = template['post-processors'] ?? null;
    if (section === null) return template;
    if (!isList(section))
      throw fixRefused(decodingErrors([expectedList('post-processors', section).message]));
    const one = (item: Json): Json => (isObject(item) ? changed(item, types, change) : item);
    const fixed = section.map((item) => (isList(item) ? item.map(one) : one(item)));
    return { ...template, 'post-processors': fixed };
  };
}

function changed(settings: JsonObject, types: RegExp, change: Change): JsonObject;
function changed(settings: JsonObject | null, types: Types, change: Change): JsonObject | null;
function changed(settings: JsonObject | null, types: Types, change: Change): JsonObject | null {
  if (settings === null) return null;
  const { type } = settings;
  if (types !== undefined && !(typeof type === 'string' && types.test(type))) return settings;
  return change(settings);
}

/** Builders are read strictly: a list of objects, or nothing. */
function builders(template: JsonObject): readonly (JsonObject | null)[] | undefined {
  const section = sectionOf(template, 'Builders');
  if (section === null) return undefined;
  if (!isList(section)) throw fixRefused(decodingErrors([expectedList('Builders', section).message]));
  const wrong = section.flatMap((item, index) =>
    item === null || isObject(item) ? [] : [expectedMap(`Builders[${index}]`, item).message],
  );
  if (wrong.length > 0) throw fixRefused(decodingErrors(wrong));
  return section.map((item) => (isObject(item) ? item : null));
}

/** A section by the name that it has in Packer's code, else by any case of it. */
function sectionOf(template: JsonObject, name: string): Json {
  const key = Object.hasOwn(template, name)
    ? name
    : Object.keys(template).find((other) => other.toLowerCase() === name.toLowerCase());
  return key === undefined ? null : (template[key] ?? null);
}

function lifted(section: Json): readonly Json[] {
  if (section === null) return [];
  if (isList(section)) return section;
  return isObject(section) && Object.keys(section).length === 0 ? [] : [section];
}
