import { readdirSync, readFileSync } from 'node:fs';
import { forPacker } from '../peers/for-packer.ts';
import { mutateLanguage } from './mutate/language.ts';
import { copy, type Json, mutateStructure, type Stock, stockOf } from './mutate/structure.ts';
import { mutateText } from './mutate/text.ts';
import { type Random, seededRandom } from './random.ts';

/** What mutants are made of. */
export interface Corpus {
  readonly templates: readonly Json[];
  readonly stock: Stock;
}

/** Every fixture that is JSON, without what Packer 1.6.6 does not know. */
export function corpusIn(fixtures: string): Corpus {
  const paths = ['', 'broken/'].flatMap((folder) =>
    readdirSync(`${fixtures}/${folder}`)
      .filter((name) => name.endsWith('.json'))
      .map((name) => `${fixtures}/${folder}${name}`),
  );
  const templates = paths.sort().flatMap((path) => parsed(readFileSync(path, 'utf8')));
  return { templates, stock: stockOf(templates) };
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
    if (level < 4 || (level > 7 && random.chance(0.5))) mutateStructure(root, random, corpus.stock);
    else if (level < 7 || level > 7) mutateLanguage(root, random);
  }
  return level === 7 ? asText(root, random) : JSON.stringify(root);
}

function asText(root: Json, random: Random): string {
  let text = JSON.stringify(root, null, random.pick([0, 1, 2]));
  for (let count = 1 + random.below(3); count > 0; count -= 1) text = mutateText(text, random);
  return text;
}
