import type { Body } from '../body/body.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { Expression } from '../syntax/node.ts';
import { variablesOf } from '../syntax/variables-of.ts';
import type { Configuration, DataBlock, Local } from './configuration.ts';

export type Node = Local | DataBlock;

/** Locals and data sources, each after those that it needs. */
export function inOrder({ locals, data }: Pick<Configuration, 'locals' | 'data'>): {
  readonly order: readonly Node[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const nodes = new Map<string, Node>([
    ...data.map((one) => [`data.${one.type}.${one.name}`, one] as const),
    ...locals.map((one) => [`local.${one.name}`, one] as const),
  ]);
  const ordering = new Ordering(nodes);
  for (const name of nodes.keys()) ordering.visit(name, []);
  return ordering;
}

class Ordering {
  readonly order: Node[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #done = new Set<string>();

  constructor(nodes: ReadonlyMap<string, Node>) {
    this.#nodes = nodes;
  }

  visit(name: string, path: readonly string[]): void {
    const node = this.#nodes.get(name);
    if (node === undefined || this.#done.has(name) || this.diagnostics.length > 0) return;
    const inner = [...path, name];
    for (const need of needsOf(node)) {
      const begin = inner.indexOf(need);
      if (need === name) this.#fail(`Self reference: ${name}`);
      else if (begin >= 0) this.#fail(`Cycle: ${inner.slice(begin).join(', ')}`);
      else if (!this.#nodes.has(need))
        this.#fail(`could not get dependency "${need}" for "${name}", "${need}" missing in template`);
      else this.visit(need, inner);
    }
    if (this.diagnostics.length > 0) return;
    this.#done.add(name);
    this.order.push(node);
  }

  #fail(why: string): void {
    if (this.diagnostics.length > 0) return;
    const detail = `An error occurred while building the graph for datasources/locals: 1 error occurred:\n\t* ${why}\n\n`;
    this.diagnostics.push({ summary: 'failed to prepare execution graph', detail });
  }
}

function needsOf(node: Node): readonly string[] {
  const expressions = 'expression' in node ? [node.expression] : expressionsOf(node.block.body);
  const names = expressions.flatMap(variablesOf).flatMap(({ name, steps }) => {
    const words = steps.flatMap((step) => (step.kind === 'attribute' ? [step.name] : []));
    if (name === 'local' && words.length > 0) return [`local.${words[0]}`];
    return name === 'data' && words.length > 1 ? [`data.${words[0]}.${words[1]}`] : [];
  });
  return [...new Set(names)];
}

function expressionsOf(body: Body): readonly Expression[] {
  return [...body.justAttributes().attributes.values()].map(({ expression }) => expression);
}
