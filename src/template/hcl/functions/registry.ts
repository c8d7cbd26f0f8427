import { CIDR } from './cidr.ts';
import { COLLECTIONS } from './collections.ts';
import { CONTROL } from './control.ts';
import { CSV } from './csv.ts';
import { DATES } from './dates.ts';
import { ENCODING } from './encoding.ts';
import { FILES } from './files.ts';
import { FORMAT } from './format.ts';
import type { Functions, HclFunction, SpecialFunction } from './function.ts';
import { HASHING } from './hashing.ts';
import { JSON_FUNCTIONS } from './json.ts';
import { NUMBERS } from './numbers.ts';
import { REMOTE } from './remote.ts';
import { SEQUENCES } from './sequences.ts';
import { STRINGS } from './strings.ts';
import { templateFile } from './template-file.ts';

/** Functions that stand on a package of their own, which is loaded when a text speaks of one of them. */
const ON_PACKAGES: Readonly<Record<string, () => Promise<Readonly<Record<string, HclFunction>>>>> = {
  regex: async () => (await import('./regex.ts')).REGEX,
  regexall: async () => (await import('./regex.ts')).REGEX,
  regex_replace: async () => (await import('./regex.ts')).REGEX,
  yamlencode: async () => (await import('./yaml.ts')).YAML,
  yamldecode: async () => (await import('./yaml.ts')).YAML,
  bcrypt: async () => (await import('./bcrypt.ts')).BCRYPT,
};

const AT_HAND: Readonly<Record<string, HclFunction | SpecialFunction>> = {
  ...NUMBERS,
  ...STRINGS,
  ...FORMAT,
  ...ENCODING,
  ...HASHING,
  ...JSON_FUNCTIONS,
  ...CSV,
  ...COLLECTIONS,
  ...SEQUENCES,
  ...DATES,
  ...FILES,
  ...CIDR,
  ...CONTROL,
  ...REMOTE,
};

/** The names of all functions. */
export const functionNames: readonly string[] = [
  ...Object.keys(AT_HAND),
  ...Object.keys(ON_PACKAGES),
  'templatefile',
].sort();

/** The functions, with all that the texts may call; a file that is a template itself may call any. */
export async function loadFunctions(texts: readonly string[]): Promise<Functions> {
  const mayCall = (name: string) =>
    texts.some((text) => text.includes(name) || text.includes('templatefile'));
  const names = Object.keys(ON_PACKAGES).filter(mayCall);
  const loaded = await Promise.all(names.map((name) => ON_PACKAGES[name]?.()));
  const functions = new Map<string, HclFunction | SpecialFunction>();
  // Not loaded, since nothing calls it; its name helps those who mistype it.
  for (const name of Object.keys(ON_PACKAGES))
    functions.set(name, { parameters: [], call: () => ({ kind: 'unknown', type: { kind: 'any' } }) });
  for (const group of [AT_HAND, ...loaded])
    for (const [name, one] of Object.entries(group ?? {})) functions.set(name, one);
  return functions.set('templatefile', templateFile(functions));
}
