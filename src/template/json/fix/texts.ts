import { isObject } from '../../model/go-value.ts';
import type { Json } from '../../model/template.ts';
import { all, revise } from './changes.ts';
import type { Fixer } from './fixer.ts';
import { inBuilders } from './sections.ts';

/** Blanks as Go's regular expressions see them. */
const CREATE_TIME = /\{\{[\t\n\f\r ]*\.CreateTime[\t\n\f\r ]*\}\}/g;

export const createTime: Fixer = {
  name: 'createtime',
  synopsis: 'Replaces ".CreateTime" in builder configs with "{{timestamp}}"',
  fix: inBuilders(
    undefined,
    all(...['ami_name', 'bundle_prefix', 'snapshot_name'].map((key) => revise(key, withTimestamp))),
  ),
};

function withTimestamp(value: Json): Json {
  return typeof value === 'string' ? value.replace(CREATE_TIME, '{{timestamp}}') : value;
}

export const cleanImageName: Fixer = {
  name: 'clean-image-name',
  synopsis: 'Replaces /clean_(image|ami)_name/ in builder configs with "clean_resource_name"',
  fix: inBuilders(undefined, (builder) => mapValues(builder, cleaned)),
};

/** Texts, and those one level below; lists stay as they are. */
function cleaned(value: Json): Json {
  return isObject(value) ? mapValues(value, cleanText) : cleanText(value);
}

function cleanText(value: Json): Json {
  return typeof value === 'string' ? value.replace(/clean_(image|ami)_name/g, 'clean_resource_name') : value;
}

function mapValues(
  settings: { readonly [key: string]: Json },
  change: (value: Json) => Json,
): { readonly [key: string]: Json } {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, change(value)]));
}
