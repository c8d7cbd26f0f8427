import { isObject, unmarshalError } from '../../model/go-value.ts';
import type { JsonObject } from '../../model/template.ts';
import { decodeFirst } from '../go-decoder.ts';
import { toJson } from '../node.ts';
import { FIXERS } from './fixers.ts';
import { fixUnparsed } from './words.ts';

/** A template with everything put right that Packer 1.6.6 puts right. Throws BuildError in its words. */
export function fixTemplate(source: { readonly text: string; readonly path: string }): JsonObject {
  const template = toJson(decodeFirst(source, fixUnparsed));
  if (!isObject(template)) throw fixUnparsed(unmarshalError(template, 'map[string]interface {}'));
  return FIXERS.reduce((before, { fix }) => fix(before), template);
}
