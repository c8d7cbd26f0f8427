import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readBody } from '../../src/template/hcl/body/read-body.ts';
import { evaluateText } from '../../src/template/hcl/console.ts';
import { diagnosticText } from '../../src/template/hcl/diagnostic-text.ts';
import { displayed } from '../../src/template/hcl/display.ts';
import { evaluateExpression } from '../../src/template/hcl/evaluate/evaluate.ts';
import { formatHcl } from '../../src/template/hcl/format/format.ts';
import { FunctionError } from '../../src/template/hcl/functions/function.ts';
import { loadFunctions } from '../../src/template/hcl/functions/registry.ts';
import { parseFile } from '../../src/template/hcl/syntax/parse.ts';
import { Source } from '../../src/template/hcl/syntax/source.ts';
import { objectValue } from '../../src/template/hcl/values/value.ts';
import { mutateText } from './mutate/text.ts';
import { seededRandom } from './random.ts';

/** `npm run fuzz:hcl -- [--seed N] [--count N]`: mutated HCL2 files and expressions; nothing but an answer may come of them, soon. */
const { values } = parseArgs({
  options: { seed: { type: 'string' }, count: { type: 'string', default: '50000' } },
});

/** Nothing small takes longer, on a machine that does other things, too. */
const LONGEST_MILLISECONDS = 2000;

const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const { files, jsons, expressions } = corpus(join(process.cwd(), 'test'));
const functions = await loadFunctions(['templatefile']);
const surroundings = {
  now: () => new Date(0),
  startedAt: new Date(0),
  uuid: () => '00000000-0000-4000-8000-000000000000',
  folder: '',
  cwd: '/nowhere',
  home: undefined,
  ask: () => {
    throw new FunctionError('nobody is asked');
  },
};

const kinds: readonly (readonly [readonly string[], (text: string) => string | undefined])[] = [
  [files, faultOfFile],
  [jsons, faultOfJson],
  [expressions, faultOfExpression],
];
let [failures, readable] = [0, 0];
for (let index = 0; index < Number(values.count); index += 1) {
  const random = seededRandom(seed + index);
  const [texts, check] = random.pick(kinds);
  let text = random.pick(texts);
  do text = mutateText(text, random);
  while (random.chance(0.3));
  const begin = performance.now();
  const fault = attempt(() => check(text));
  const slow = performance.now() - begin > LONGEST_MILLISECONDS ? 'takes too long' : undefined;
  if (fault === undefined && slow === undefined) continue;
  failures += 1;
  process.stdout.write(`seed ${seed} mutant ${index}: ${fault ?? slow}\n${JSON.stringify(text)}\n`);
}
process.stdout.write(
  `seed ${seed}: ${values.count} mutants, ${readable} without errors, ${failures} failures\n`,
);
process.exitCode = failures === 0 ? 0 : 1;

function attempt(step: () => string | undefined): string | undefined {
  try {
    return step();
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** A file that can be read stays what it is when it is formatted, and is formatted once. */
function faultOfFile(text: string): string | undefined {
  const { result, diagnostics } = parseFile(new Source('file', text));
  for (const diagnostic of diagnostics) diagnosticText(diagnostic, () => undefined);
  if (diagnostics.length > 0) return undefined;
  readable += 1;
  const formatted = formatHcl(text);
  if (formatHcl(formatted) !== formatted) return `is formatted twice: ${JSON.stringify(formatted)}`;
  // As with Packer, blanks go that alone keep a number from being another one.
  if (/\d\s*\.\s+\d|\d\s+\.\s*\d/.test(text)) return undefined;
  const again = parseFile(new Source('file', formatted));
  return tree(again.result) === tree(result)
    ? undefined
    : `is something else when formatted: ${JSON.stringify(formatted)}`;
}

/** A file of JSON gives a body, whose arguments have values, or what is wrong with it. */
function faultOfJson(text: string): string | undefined {
  const { body, diagnostics, describe } = readBody('file.json', text);
  const { attributes, diagnostics: more } = body.justAttributes();
  const blocks = body.content({ blocks: [{ type: 'source', labels: ['type', 'name'] }, { type: 'locals' }] });
  for (const one of [...diagnostics, ...more, ...blocks.diagnostics]) diagnosticText(one, describe);
  if (diagnostics.length === 0) readable += 1;
  for (const { expression } of attributes.values()) {
    const evaluated = evaluateExpression(expression, { variables: new Map(), functions, surroundings });
    for (const one of evaluated.diagnostics) diagnosticText(one, describe);
    displayed(evaluated.value);
  }
  return undefined;
}

/** The tree without its places, which formatting moves. */
function tree(body: unknown): string {
  const places = new Set([
    'range',
    'nameRange',
    'typeRange',
    'labelRanges',
    'open',
    'opening',
    'close',
    'header',
    'missing',
    'bracket',
    'marker',
  ]);
  return JSON.stringify(body, (key, value: unknown) => {
    if (places.has(key)) return undefined;
    if (value instanceof Map) return [...value];
    return typeof value === 'bigint' ? value.toString() : value;
  });
}

function faultOfExpression(text: string): string | undefined {
  const variables = new Map([['var', objectValue([])]]);
  const { value, diagnostics } = evaluateText(text, { variables, functions, surroundings });
  for (const diagnostic of diagnostics) diagnosticText(diagnostic);
  if (diagnostics.length === 0) readable += 1;
  displayed(value);
  return undefined;
}

/** What was recorded from Packer. */
function corpus(tests: string): {
  readonly files: readonly string[];
  readonly jsons: readonly string[];
  readonly expressions: readonly string[];
} {
  const recorded = (name: string): readonly Record<string, string>[] =>
    readFileSync(join(tests, 'template/hcl/recorded', name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  const cases = join(tests, 'cli/hcl/cases');
  const own = readdirSync(cases, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.hcl'))
    .map((name) => readFileSync(join(cases, name), 'utf8'));
  const texts = (rows: readonly Record<string, string>[], key: string) =>
    rows.flatMap((row) => row[key] ?? []);
  const expressions = recorded('expressions.jsonl');
  const templates = [...new Set(texts(expressions, 'vars'))];
  return {
    // Values of blocks as arguments, too: so the templates in them are evaluated.
    jsons: [
      ...texts(recorded('syntax-errors.jsonl'), 'file').filter((one) => /^\s*[{[]/.test(one)),
      ...texts(expressions, 'json'),
    ],
    files: [...own, ...templates, ...texts(recorded('syntax-errors.jsonl'), 'file')],
    // What takes long on purpose is no find.
    expressions: texts(expressions, 'expr').filter((text) => !text.includes('bcrypt')),
  };
}
