import type { Value } from './value.ts';

export type Expression =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'array'; readonly body: readonly Statement[] }
  | { readonly kind: 'sub'; readonly body: readonly Statement[] }
  /** `( )`, which gives also what it assigns. */
  | { readonly kind: 'group'; readonly statement: Statement }
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | Member
  | {
      readonly kind: 'call';
      readonly target: Expression;
      readonly name: Expression;
      readonly args: readonly Expression[];
    }
  | { readonly kind: 'index'; readonly target: Expression; readonly index: Expression }
  | { readonly kind: 'type'; readonly name: string }
  | { readonly kind: 'cast'; readonly type: string; readonly operand: Expression }
  | { readonly kind: 'step'; readonly target: Expression; readonly by: number };

export interface Member {
  readonly kind: 'member';
  readonly target: Expression;
  readonly name: Expression;
}

export type Argument =
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'parameter'; readonly name: string; readonly value: Expression | undefined };

export interface Redirection {
  readonly stream: '1' | '2';
  readonly append: boolean;
  /** A file, or undefined where the stream joins standard output. */
  readonly target: Expression | undefined;
}

export interface Command {
  readonly kind: 'command';
  readonly call: '' | '&' | '.';
  readonly name: Expression;
  readonly args: readonly Argument[];
  readonly redirections: readonly Redirection[];
  readonly text: string;
  readonly line: number;
}

export type Stage =
  | Command
  | {
      readonly kind: 'expression';
      readonly expression: Expression;
      readonly redirections: readonly Redirection[];
    };

export type Statement =
  | { readonly kind: 'pipeline'; readonly stages: readonly Stage[] }
  | {
      readonly kind: 'assign';
      readonly target: Expression;
      readonly operator: string;
      readonly value: Statement;
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly (readonly [Statement, readonly Statement[]])[];
      readonly otherwise: readonly Statement[];
    }
  | { readonly kind: 'while'; readonly test: Statement; readonly body: readonly Statement[] }
  | {
      readonly kind: 'do';
      readonly test: Statement;
      readonly until: boolean;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'for';
      readonly first: Statement | undefined;
      readonly test: Statement | undefined;
      readonly next: Statement | undefined;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'foreach';
      readonly name: string;
      readonly over: Statement;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: 'try';
      readonly body: readonly Statement[];
      readonly handler: readonly Statement[] | undefined;
      readonly last: readonly Statement[];
    }
  | { readonly kind: 'trap'; readonly body: readonly Statement[] }
  | { readonly kind: 'function'; readonly name: string; readonly block: Block }
  | {
      readonly kind: 'leave';
      readonly how: 'exit' | 'return' | 'throw';
      readonly value: Statement | undefined;
    }
  | { readonly kind: 'jump'; readonly how: 'break' | 'continue' };

export interface Block {
  readonly body: readonly Statement[];
  readonly text: string;
}
