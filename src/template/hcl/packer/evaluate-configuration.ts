import type { Diagnostic } from '../diagnostic.ts';
import { evaluateExpression } from '../evaluate/evaluate.ts';
import type { Scope } from '../evaluate/run.ts';
import type { Functions, Surroundings } from '../functions/function.ts';
import { rangeName } from '../syntax/source.ts';
import { STRING } from '../types/type.ts';
import { compareText } from '../values/compare-text.ts';
import { asSensitive } from '../values/marks.ts';
import { innerValues, objectValue, stringValue, UNKNOWN, unknownOf, type Value } from '../values/value.ts';
import type { Configuration, Variable } from './configuration.ts';
import { inOrder, type Node } from './dependencies.ts';
import { evaluateData } from './evaluate-data.ts';
import type { Evaluation } from './evaluation.ts';
import { failedValidation } from './read-variables.ts';

interface Around {
  readonly functions: Functions;
  readonly surroundings: Surroundings;
  /** The version of Packer that is spoken. */
  readonly version: string;
  /** Data sources are asked; otherwise what they give is not known. */
  readonly asksData: boolean;
  /** `uuidv4()` of a body. */
  uuids(place: string): () => string;
  answered(): Promise<boolean>;
}

/** Gives variables, data sources and locals their values, and tells what is wrong with them. */
export function evaluateConfiguration(
  configuration: Configuration,
  around: Around,
): { readonly evaluation: Evaluation; readonly diagnostics: readonly Diagnostic[] } {
  const evaluating = new Evaluating(configuration, around);
  evaluating.run();
  return { evaluation: evaluating, diagnostics: evaluating.diagnostics };
}

class Evaluating implements Evaluation {
  readonly configuration: Configuration;
  readonly variables: ReadonlyMap<string, Value>;
  readonly locals = new Map<string, Value>();
  readonly secrets = new Set<string>();
  readonly diagnostics: Diagnostic[] = [];
  readonly #around: Around;
  readonly #data = new Map<string, Map<string, Value>>();

  constructor(configuration: Configuration, around: Around) {
    this.configuration = configuration;
    this.#around = around;
    const values = [...configuration.variables.values()].map((one) => [one.name, this.#value(one)] as const);
    this.variables = new Map(values.sort(([left], [right]) => compareText(left, right)));
  }

  run(): void {
    for (const variable of this.configuration.variables.values()) this.#check(variable);
    const { order, diagnostics } = inOrder(this.configuration);
    this.diagnostics.push(...diagnostics);
    if (diagnostics.length > 0) return;
    for (const node of order) if (!this.#evaluate(node)) return;
  }

  scope(place: string, names: Iterable<readonly [string, Value]> = []): Scope {
    const { functions, surroundings, uuids } = this.#around;
    const data = [...this.#data].map(([type, values]) => [type, objectValue(values)] as const);
    const variables = new Map<string, Value>([...this.#names(), ['data', objectValue(data)], ...names]);
    return { variables, functions, surroundings: { ...surroundings, uuid: uuids(place) } };
  }

  answered(): Promise<boolean> {
    return this.#around.answered();
  }

  #names(): readonly (readonly [string, Value])[] {
    const { surroundings, version } = this.#around;
    const text = (entries: Record<string, string>) =>
      objectValue(Object.entries(entries).map(([key, value]) => [key, stringValue(value)] as const));
    const unknown = unknownOf(STRING);
    return [
      ['var', objectValue(this.variables)],
      ['local', objectValue(this.locals)],
      ['path', text({ root: this.configuration.root, cwd: surroundings.cwd })],
      ['packer', text({ version })],
      [
        'source',
        objectValue([
          ['name', unknown],
          ['type', unknown],
        ]),
      ],
      ['build', objectValue([])],
    ];
  }

  #value({ assignments, sensitive, type }: Variable): Value {
    const last = assignments.at(-1);
    const value = last === undefined ? unknownOf(type) : last.value;
    if (!sensitive) return value;
    this.#hide(value);
    return asSensitive(value);
  }

  /** Numbers are hidden, too. */
  #hide(value: Value): void {
    if (value.kind === 'string' && value.text !== '') this.secrets.add(value.text);
    for (const one of innerValues(value)) this.#hide(one);
  }

  #check({ name, assignments, validations }: Variable): void {
    const last = assignments.at(-1);
    if (last === undefined) {
      const detail =
        'A used variable must be set or have a default value; see https://packer.io/docs/templates/hcl_templates/syntax for details.';
      this.diagnostics.push({ summary: `Unset variable "${name}"`, detail });
      return;
    }
    for (const validation of validations) {
      const value = this.variables.get(name) ?? UNKNOWN;
      const failed = failedValidation(validation, { name, value, scope: this.scope(`var.${name}`) });
      if (failed === undefined) continue;
      if ('diagnostics' in failed) this.diagnostics.push(...failed.diagnostics);
      else
        this.diagnostics.push({
          summary: `Invalid value for ${last.from} variable`,
          detail: `${failed.message}\n\nThis was checked by the validation rule at ${rangeName(validation.range)}.`,
          ...(last.range && { subject: last.range }),
        });
    }
  }

  /** Whether it went well; the rest is not evaluated otherwise. */
  #evaluate(node: Node): boolean {
    if ('expression' in node) {
      const { value, diagnostics } = evaluateExpression(node.expression, this.scope(`local.${node.name}`));
      this.diagnostics.push(...diagnostics);
      if (diagnostics.length > 0) return false;
      if (node.sensitive) this.#hide(value);
      this.locals.set(node.name, node.sensitive ? asSensitive(value) : value);
      return true;
    }
    const scope = this.scope(`data.${node.type}.${node.name}`);
    const { value, diagnostics } = evaluateData(node, scope, this.#around.asksData);
    this.diagnostics.push(...diagnostics);
    const own = this.#data.get(node.type) ?? new Map<string, Value>();
    this.#data.set(node.type, own.set(node.name, value));
    return diagnostics.length === 0;
  }
}
