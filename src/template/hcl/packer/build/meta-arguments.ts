import type { Diagnostic } from '../../diagnostic.ts';
import { evaluateExpression } from '../../evaluate/evaluate.ts';
import type { Scope } from '../../evaluate/run.ts';
import type { Attribute } from '../../syntax/node.ts';
import { convert } from '../../types/convert.ts';
import { ConversionError } from '../../types/mismatch.ts';
import { BOOL, listOf, NUMBER, STRING, type Type } from '../../types/type.ts';
import { isWhole, toNumber } from '../../values/big-float.ts';
import { isSequence, isWhollyKnown, type Value } from '../../values/value.ts';

/** Arguments of a block that Packer reads itself, before any component does. */
export class MetaArguments {
  readonly diagnostics: Diagnostic[] = [];
  readonly #attributes: ReadonlyMap<string, Attribute>;
  readonly #scope: Scope;

  constructor(attributes: ReadonlyMap<string, Attribute>, scope: Scope) {
    this.#attributes = attributes;
    this.#scope = scope;
  }

  text(name: string): string {
    const value = this.#value(name, STRING);
    return value?.kind === 'string' ? value.text : '';
  }

  number(name: string): number {
    const value = this.#value(name, NUMBER);
    if (value?.kind !== 'number') return 0;
    if (!isWhole(value.number)) this.#unsuitable(name, 'value must be a whole number');
    return toNumber(value.number);
  }

  flag(name: string): boolean | undefined {
    const value = this.#value(name, BOOL);
    return value?.kind === 'bool' ? value.is : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.#value(name, listOf(STRING), { nullable: true });
    if (value === undefined || !isSequence(value)) return [];
    return value.elements.flatMap((one) => (one.kind === 'string' ? [one.text] : []));
  }

  /** As it is. */
  raw(name: string): Value | undefined {
    const attribute = this.#attributes.get(name);
    return attribute && this.#evaluated(attribute);
  }

  #value(name: string, type: Type, { nullable = false } = {}): Value | undefined {
    const attribute = this.#attributes.get(name);
    if (attribute === undefined) return undefined;
    const value = this.#evaluated(attribute);
    try {
      const converted = convert(value, type);
      if (converted.kind === 'null' && !nullable) this.#unsuitable(name, 'null value is not allowed');
      else if (!isWhollyKnown(converted)) this.#unsuitable(name, 'value must be known');
      else return converted;
    } catch (error) {
      if (!(error instanceof ConversionError)) throw error;
      this.#unsuitable(name, error.message);
    }
    return undefined;
  }

  #evaluated({ expression }: Attribute): Value {
    const { value, diagnostics } = evaluateExpression(expression, this.#scope);
    this.diagnostics.push(...diagnostics);
    return value;
  }

  #unsuitable(name: string, why: string): void {
    const subject = this.#attributes.get(name)?.expression.range;
    this.diagnostics.push({
      summary: 'Unsuitable value type',
      detail: `Unsuitable value: ${why}`,
      ...(subject && { subject }),
    });
  }
}
