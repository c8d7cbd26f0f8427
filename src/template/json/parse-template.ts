import { resolve } from 'node:path';
import { isBuildError } from '../../errors/build-error.ts';
import { isList, isObject } from '../model/go-value.ts';
import { located } from '../model/locate.ts';
import type { Json, JsonObject, Template } from '../model/template.ts';
import { advice } from '../schema/advice.ts';
import { unconvertible } from '../schema/findings.ts';
import { templateInvalid, templateRefused } from '../words.ts';
import { readBuilders } from './builders.ts';
import { Findings, refusal } from './collect.ts';
import { findPlace } from './find-place.ts';
import { toJson } from './node.ts';
import { parseJson } from './parse-json.ts';
import { readPostProcessors } from './post-processors.ts';
import { readCleanupProvisioner, readProvisioners } from './provisioners.ts';
import { type Root, type RootName, readRoot } from './root-keys.ts';

/**
 * Reads a legacy JSON template: syntax, root keys, and the structure of builders, provisioners and post-processors.
 * Throws BuildError `template-syntax` or `template-invalid` in Packer's words. What Packer checks later (a builder at
 * least, `only` and `except`, `min_packer_version`) is left to `checkTemplate`: inspecting a template needs none of it.
 */
export function parseTemplate(text: string, path: string): Template {
  const node = parseJson(text, path);
  const placeOf: Template['placeOf'] = (spot) => findPlace(node, { text, path }, spot);
  try {
    return readTemplate(toJson(node), { path, placeOf });
  } catch (error) {
    throw isBuildError(error) ? located(error, { placeOf }) : error;
  }
}

function readTemplate(raw: Json, { path, placeOf }: Pick<Template, 'path' | 'placeOf'>): Template {
  const root = readRoot(raw);
  checkCounts(root);
  const findings = new Findings();
  const variables = readVariables(table(root, 'variables'), findings);
  const builders = readBuilders(list(root, 'builders'), findings);
  const postProcessors = readPostProcessors(list(root, 'post-processors'), findings);
  const provisioners = readProvisioners(list(root, 'provisioners'), findings);
  const cleanup = root.values.get('error-cleanup-provisioner');
  const cleanupProvisioner = cleanup === undefined ? undefined : readCleanupProvisioner(cleanup, findings);
  const { messages, mistakes } = findings;
  if (messages.length > 0) throw templateInvalid(messages, { mistakes });
  return Object.freeze({
    path: resolve(path),
    description: word(root, 'description'),
    minVersion: word(root, 'min_packer_version'),
    variables,
    sensitiveVariables: Object.freeze(
      list(root, 'sensitive-variables').filter((name) => typeof name === 'string'),
    ),
    builders,
    provisioners,
    cleanupProvisioner,
    postProcessors,
    comments: root.comments,
    placeOf,
  });
}

/** Far more than any template has; many times more would be looked at for minutes. */
const most = {
  builders: 10_000,
  provisioners: 10_000,
  'post-processors': 10_000,
  variables: 50_000,
} as const;

function checkCounts(root: Root): void {
  for (const name of ['builders', 'provisioners', 'post-processors', 'variables'] as const) {
    const value = root.values.get(name);
    const count = isList(value) ? value.length : isObject(value) ? Object.keys(value).length : 0;
    if (count > most[name])
      throw templateRefused(`${name}: ${count} are more than the ${most[name]} that a template may have`, {
        hint: 'Is the file what a script was to write? Divide it into several templates.',
      });
  }
}

function readVariables(raw: JsonObject, findings: Findings): ReadonlyMap<string, string | null> {
  const variables = new Map<string, string | null>();
  for (const [name, value] of Object.entries(raw)) {
    if (typeof value === 'string' || value === null) variables.set(name, value);
    else {
      const refused = refusal(unconvertible('', 'string', value), [], advice.string(value));
      findings.add(`variable ${name}: `, refused, ['variables', name]);
    }
  }
  return variables;
}

function list(root: Root, name: RootName): readonly Json[] {
  const value = root.values.get(name);
  return isList(value) ? value : [];
}

function table(root: Root, name: RootName): JsonObject {
  const value = root.values.get(name);
  return isObject(value) ? value : {};
}

function word(root: Root, name: RootName): string {
  const value = root.values.get(name);
  return typeof value === 'string' ? value : '';
}
