import { goQuote } from './go-quote.ts';

/** What a template text is parsed into. `offset` counts UTF-16 units of the text. */
export type Statement = TextNode | ActionNode | BranchNode | RangeNode | JumpNode | TemplateNode;

/** A parsed text: its own statements, and those of the templates defined in it. */
export interface Parsed {
  readonly body: readonly Statement[];
  readonly templates: ReadonlyMap<string, readonly Statement[]>;
}

interface TextNode {
  readonly kind: 'text';
  readonly offset: number;
  readonly text: string;
}

interface ActionNode {
  readonly kind: 'action';
  readonly offset: number;
  readonly pipeline: PipelineNode;
}

export interface BranchNode {
  readonly kind: 'if' | 'with';
  readonly offset: number;
  readonly pipeline: PipelineNode;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface RangeNode {
  readonly kind: 'range';
  readonly offset: number;
  readonly pipeline: PipelineNode;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

interface JumpNode {
  readonly kind: 'break' | 'continue';
  readonly offset: number;
}

/** `{{template "name" pipeline}}`; a block is one whose template stands at the same place. */
export interface TemplateNode {
  readonly kind: 'template';
  readonly offset: number;
  readonly name: string;
  readonly pipeline: PipelineNode | undefined;
}

/** `$a, $b := command | command`. */
export interface PipelineNode {
  readonly kind: 'pipeline';
  readonly offset: number;
  readonly names: readonly string[];
  readonly assigns: boolean;
  readonly commands: readonly CommandNode[];
}

export interface CommandNode {
  readonly kind: 'command';
  readonly offset: number;
  readonly args: readonly Operand[];
}

export type Operand = Literal | PathNode | CallNode | ChainNode | PipelineNode;

type Literal = DotNode | NilNode | BoolNode | NumberNode | StringNode;

interface DotNode {
  readonly kind: 'dot';
  readonly offset: number;
}

interface NilNode {
  readonly kind: 'nil';
  readonly offset: number;
}

interface BoolNode {
  readonly kind: 'bool';
  readonly offset: number;
  readonly value: boolean;
}

interface StringNode {
  readonly kind: 'string';
  readonly offset: number;
  /** As written, with its quotes. */
  readonly source: string;
  readonly value: string;
}

export interface NumberNode {
  readonly kind: 'number';
  readonly offset: number;
  readonly source: string;
  /** Set when the number is whole, even if written `1.0`. */
  readonly int: bigint | undefined;
  readonly float: number;
  /** Whether it stands for a float where either would do. */
  readonly isFloat: boolean;
}

/** `.Name.Other`, or `$name.Other`: the variable is the first name then. */
export interface PathNode {
  readonly kind: 'field' | 'variable';
  readonly offset: number;
  readonly names: readonly string[];
}

export interface CallNode {
  readonly kind: 'call';
  readonly offset: number;
  readonly name: string;
}

/** Fields of a value that is not itself a path: `(pipeline).Name`. */
export interface ChainNode {
  readonly kind: 'chain';
  readonly offset: number;
  readonly of: Operand;
  readonly names: readonly string[];
}

export type Node = Statement | CommandNode | Operand;

/** A node as Go writes it into error messages. */
export function source(node: Node): string {
  switch (node.kind) {
    case 'command':
      return node.args.map((arg) => (arg.kind === 'pipeline' ? `(${source(arg)})` : source(arg))).join(' ');
    case 'pipeline': {
      const names = node.names.length === 0 ? '' : `${node.names.join(', ')} ${node.assigns ? '=' : ':='} `;
      return names + node.commands.map(source).join(' | ');
    }
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return node.names.join('.');
    case 'chain': {
      const inner = source(node.of);
      return `${node.of.kind === 'pipeline' ? `(${inner})` : inner}${node.names.map((name) => `.${name}`).join('')}`;
    }
    case 'string':
    case 'number':
      return node.source;
    case 'bool':
      return String(node.value);
    case 'call':
      return node.name;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'text':
      return node.text;
    case 'action':
      return `{{${source(node.pipeline)}}}`;
    case 'if':
    case 'with':
    case 'range':
      return `{{${node.kind} ${source(node.pipeline)}}}`;
    case 'template': {
      const data = node.pipeline === undefined ? '' : ` ${source(node.pipeline)}`;
      return `{{template ${goQuote(node.name)}${data}}}`;
    }
    case 'break':
    case 'continue':
      return `{{${node.kind}}}`;
  }
}
