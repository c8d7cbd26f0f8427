import type { Directive } from './format-directive.ts';
import type { Value } from './value.ts';

/** Go takes no width or precision beyond this. */
const largest = 1_000_000;

/** Reads a printf format piece by piece and hands out its arguments. */
export class FormatReader {
  readonly #format: string;
  readonly #args: readonly Value[];
  #at = 0;
  #next = 0;
  #reordered = false;
  #badIndex = false;
  #notes = '';

  constructor(format: string, args: readonly Value[]) {
    this.#format = format;
    this.#args = args;
  }

  /** The literal text before the next directive. */
  text(): string {
    const percent = this.#format.indexOf('%', this.#at);
    const end = percent < 0 ? this.#format.length : percent;
    const text = this.#format.slice(this.#at, end);
    this.#at = end;
    return text;
  }

  /** The next directive, a text that stands for a broken one, or nothing at the end. */
  directive(): Directive | string | undefined {
    if (this.#at >= this.#format.length) return undefined;
    this.#at += 1;
    this.#badIndex = false;
    this.#notes = '';
    const flags = this.#take(/[+\-# 0]*/y);
    const width = this.#count('BADWIDTH');
    const precision = this.#take(/\./y) === '' ? undefined : (this.#count('BADPREC') ?? 0);
    this.#index();
    const verb = this.#take(/\s|\S/uy);
    const refused = this.#refuse(verb);
    if (refused !== undefined) return this.#notes + refused;
    if (this.#notes !== '') return this.#notes;
    const minus = flags.includes('-') || (width ?? 0) < 0;
    return {
      verb,
      minus,
      plus: flags.includes('+'),
      sharp: flags.includes('#'),
      space: flags.includes(' '),
      zero: flags.includes('0') && !minus,
      width: width === undefined ? undefined : Math.abs(width),
      precision: precision !== undefined && precision < 0 ? undefined : precision,
    };
  }

  /** The argument of the directive just read. */
  argument(): Value {
    this.#next += 1;
    return this.#args[this.#next - 1];
  }

  /** Arguments that no directive took; none once the format has chosen them by index. */
  unused(): readonly Value[] {
    return this.#reordered ? [] : this.#args.slice(this.#next);
  }

  #refuse(verb: string): string | undefined {
    if (verb === '') return '%!(NOVERB)';
    if (verb === '%') return '%';
    if (this.#badIndex) return `%!${verb}(BADINDEX)`;
    return this.#next >= this.#args.length ? `%!${verb}(MISSING)` : undefined;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#format)?.[0] ?? '';
    this.#at += taken.length;
    return taken;
  }

  /** A width or precision: digits, or `*` for the next argument. */
  #count(complaint: string): number | undefined {
    this.#index();
    if (this.#take(/\*/y) === '') {
      const digits = this.#take(/\d*/y);
      return digits === '' ? undefined : Math.min(Number(digits), largest);
    }
    const value = this.argument();
    if (typeof value === 'bigint' && value >= -BigInt(largest) && value <= BigInt(largest))
      return Number(value);
    this.#notes += `%!(${complaint})`;
    return undefined;
  }

  /** `[2]`: the argument to go on with. */
  #index(): void {
    const written = this.#take(/\[[^\]]*\]?/y);
    if (written === '') return;
    const index = Number(/^\[(\d+)\]$/.exec(written)?.[1] ?? 0);
    this.#reordered = true;
    if (index < 1 || index > this.#args.length) this.#badIndex = true;
    else this.#next = index - 1;
  }
}
