import { nearest } from '../errors/nearest.ts';
import type { Problem } from '../errors/problem.ts';
import { placeAt } from '../template/model/place.ts';
import type { Template } from '../template/model/template.ts';
import { parseVarFlag } from '../template/model/variables/parse-var-flag.ts';
import type { NamedBuild } from './name-builds.ts';
import type { Selection } from './selection.ts';
import type { TemplateSource } from './template-source.ts';
import { nameUnmatched, nothingSelected, variableUndefined } from './words.ts';

interface Chosen {
  readonly selected: readonly NamedBuild[];
  /** Names of all builds. A name made of a secret is also matched by how it is shown. */
  readonly names: readonly string[];
  readonly shown: (name: string) => string;
}

/** What `-only` and `-except` name that is not there. An `-only` that leaves nothing is an error; so is nothing to run. */
export function unmatchedBuilds(
  template: Pick<Template, 'postProcessors'>,
  { only, except, runnable }: Pick<Selection, 'only' | 'except'> & { readonly runnable: boolean },
  { selected, names, shown }: Chosen,
): readonly Problem[] {
  const known = names.map(shown);
  const members = template.postProcessors.flat().map(({ name }) => name);
  const hasBuild = (name: string) => names.includes(name) || known.includes(name);
  const stray = except.filter((name) => !hasBuild(name) && !members.includes(name));
  const dropped = stray.map((name) => warning('-except', name, [...new Set([...known, ...members])]));
  const emptied = only.length > 0 || (runnable && except.length > 0);
  if (emptied && names.length > 0 && selected.length === 0) return [nothingSelected(known), ...dropped];
  const missed = only.filter((name) => !hasBuild(name)).map((name) => warning('-only', name, known));
  return [...missed, ...dropped];
}

/** Names of `-var` that the template neither declares nor refers to: its values do not change anything. */
export function unmatchedVariables(
  text: string,
  { variables }: Pick<Template, 'variables'>,
  given: Selection['variables'],
): readonly Problem[] {
  const texts = [text, ...given].join('\n');
  const asked = [...texts.matchAll(REFERENCE)].flatMap(([, ...names]) => names.find(Boolean) ?? []);
  const known = new Set([...variables.keys(), ...asked]);
  const names = new Set(given.map((one) => parseVarFlag(one)[0]));
  return [...names].filter((name) => !known.has(name)).map((name) => warning('-var', name, [...known]));
}

/** References to variables that nobody defines: Packer takes them for empty, where it does not refuse them. */
export function undefinedVariables(
  source: TemplateSource,
  defined: readonly string[],
  strict: boolean,
): readonly Problem[] {
  const found = [...source.text.matchAll(REFERENCE)].flatMap((match) => {
    const name = match.slice(1).find(Boolean) ?? '';
    if (name === '' || defined.includes(name)) return [];
    const place = placeAt(source, match.index, match.index + match[0].length);
    return [variableUndefined({ name, place, near: nearest(name, defined), known: defined }, strict)];
  });
  return found;
}

/** A reference as it is written in JSON, where quotes have a backslash. */
const REFERENCE = /\buser[\s(]+(?:`([^`]*)`|\\?"([^"\\]*))|(?:`([^`]*)`|"([^"\\]*)\\?")[\s)]*\|\s*user\b/g;

function warning(flag: string, name: string, known: readonly string[]): Problem {
  return nameUnmatched({ flag, name, known, near: nearest(name, known) });
}
