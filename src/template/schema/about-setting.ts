import type { Path, Spot } from '../../errors/mistake.ts';
import { isList, isObject } from '../model/go-value.ts';
import type { Json } from '../model/template.ts';
import { stepsOf } from './findings.ts';

/**
 * The setting that a finding of a component is about. Findings are sentences, most of them Packer's: they name the
 * setting, or quote its value. Nothing where they do neither: it is one that is missing.
 */
export function aboutSetting(finding: string, layers: readonly Json[]): Spot | undefined {
  // What is set for one build alone comes before what is set for all.
  for (const [layer, settings] of [...layers.entries()].reverse()) {
    const path = namedIn(finding, settings) ?? quotedIn(finding, settings);
    if (path !== undefined) return { path, layer };
  }
  return undefined;
}

function namedIn(finding: string, settings: Json): Path | undefined {
  if (!isObject(settings)) return undefined;
  const keys = new Set(Object.keys(settings).map((key) => key.toLowerCase()));
  const names = [...finding.matchAll(/[a-z]\w*(?:\[\w+\]|\.\w+)*/gi)].map(([name]) => stepsOf(name));
  const given = names.filter(([first]) => keys.has(String(first).toLowerCase()));
  // One word may be a setting and a word of the sentence; with an underscore it is a setting.
  return given.find(([first]) => String(first).includes('_')) ?? given[0];
}

function quotedIn(finding: string, settings: Json): Path | undefined {
  const quoted = [...finding.matchAll(/'([^']+)'|"([^"]+)"|`([^`]+)`|(?:stat|open) (.+?):/g)].map(
    ([, ...groups]) => groups.find((group) => group !== undefined) ?? '',
  );
  return quoted.map((text) => findText(settings, text, [])).find((path) => path !== undefined);
}

function findText(value: Json, text: string, path: Path): Path | undefined {
  if (value === text) return path;
  if (isList(value))
    return firstOf(
      value.map((item, index) => [index, item] as const),
      text,
      path,
    );
  return isObject(value) ? firstOf(Object.entries(value), text, path) : undefined;
}

function firstOf(
  parts: readonly (readonly [string | number, Json])[],
  text: string,
  path: Path,
): Path | undefined {
  return parts
    .map(([step, item]) => findText(item, text, [...path, step]))
    .find((found) => found !== undefined);
}
