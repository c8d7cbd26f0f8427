import { readdirSync, readFileSync } from 'node:fs';
import { areas } from '../peers/differential/areas.ts';
import { forPacker } from '../peers/for-packer.ts';
import { mutateGently } from './mutate/gentle.ts';
import { mutateLanguage } from './mutate/language.ts';
import { copy, type Json, mutateStructure, type Stock, stockOf } from './mutate/structure.ts';
import { mutateText } from './mutate/text.ts';
import { type Random, seededRandom } from './random.ts';

/** What mutants are made of. */
export interface Corpus {
  readonly templates: readonly Json[];
  readonly stock: Stock;
}

/**
 * Every fixture that is JSON, without what Packer 1.6.6 does not know, and the templates of the comparison with Packer.
 * Whole fixtures are chosen more often than broken ones: what is broken already is soon refused.
 */
export function corpusIn(fixtures: string): Corpus {
  const whole = jsonIn(fixtures);
  const broken = jsonIn(`${fixtures}/broken`);
  const cases = areas.flatMap(({ cases: own }) =>
    own.map(({ text, template }) => text ?? JSON.stringify(template)),
  );
  const others = cases.flatMap(parsed);
  const share = Math.ceil((2 * others.length) / whole.length);
  const templates = [...Array.from({ length: share }, () => whole).flat(), ...others, ...broken];
  return { templates, stock: stockOf([...whole, ...broken, ...others]) };
}

function jsonIn(folder: string): readonly Json[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return names.sort().flatMap((name) => parsed(readFileSync(`${folder}/${name}`, 'utf8')));
}

function parsed(text: string): readonly Json[] {
  try {
    const value = JSON.parse(text) as Json;
    return [hasBuilders(value) ? (forPacker(value) as unknown as Json) : value];
  } catch {
    return [];
  }
}

function hasBuilders(value: Json): value is { builders: { [key: string]: Json }[] } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { builders } = value;
  return Array.isArray(builders) && builders.every((one) => typeof one === 'object' && one !== null);
}

/** The mutant of this number: the same one for the same seed, whatever came before it. */
export function mutant(corpus: Corpus, seed: number, index: number): string {
  const random = seededRandom(Math.imul(seed, 0x9e3779b1) ^ index);
  const root = copy(random.pick(corpus.templates));
  const level = random.below(10);
  for (let count = 1 + random.below(3); count > 0; count -= 1) {
    if (level < 5) mutateGently(root, random, corpus.stock);
    else if (level === 5 || level === 6) mutateStructure(root, random, corpus.stock);
    else if (level === 7) mutateLanguage(root, random);
    else if (level === 8)
      random.pick([mutateGently, mutateStructure, mutateLanguage])(root, random, corpus.stock);
  }
  return level === 9 ? asText(root, random) : JSON.stringify(root);
}

function asText(root: Json, random: Random): string {
  let text = JSON.stringify(root, null, random.pick([0, 1, 2]));
  for (let count = 1 + random.below(3); count > 0; count -= 1) text = mutateText(text, random);
  return text;
}
