import { isBuildError } from '../errors/build-error.ts';
import { parseTemplate } from '../template/json/parse-template.ts';
import type { Template } from '../template/model/template.ts';
import type { TemplateSource } from './template-source.ts';
import { hclNotHere, templateUnparsed } from './words.ts';

/** Parses a template; what is wrong with its structure is told under Packer's heading. */
export function parseSource({ text, path, hcl }: TemplateSource): Template {
  if (hcl !== undefined) throw hclNotHere(hcl.argument);
  try {
    return parseTemplate(text, path);
  } catch (cause) {
    throw isBuildError(cause) ? templateUnparsed(cause) : cause;
  }
}
