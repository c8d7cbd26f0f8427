import type { Directive } from './format-directive.ts';
import { asNumber, type Value } from './value.ts';

/** Go takes no width or precision beyond this. */
const largest = 1_000_000;

/** A piece of a format: text to write, or a directive with its argument. */
type Piece = string | { readonly directive: Directive; readonly value: Value };

/** Reads a printf format piece by piece and hands out its arguments. */
export class FormatReader {
  readonly #format: string;
  readonly #args: readonly Value[];
  #at = 0;
  #next = 0;
  #reordered = false;
  #badIndex = false;
  /** The piece before was an index like `[3]`. */
  #afterIndex = false;

  constructor(format: string, args: readonly Value[]) {
    this.#format = format;
    this.#args = args;
  }

  get ended(): boolean {
    return this.#at >= this.#format.length;
  }

  /** The literal text before the next directive. */
  text(): string {
    const percent = this.#format.indexOf('%', this.#at);
    const end = percent < 0 ? this.#format.length : percent;
    const text = this.#format.slice(this.#at, end);
    this.#at = end;
    return text;
  }

  /** The next directive, and what Go writes before it about what is wrong with it. */
  directive(): readonly Piece[] {
    this.#at += 1;
    this.#badIndex = false;
    const flags = this.#take(/[+\-# 0]*/y);
    this.#index();
    const width = this.#width();
    const precision = this.#precision();
    if (!this.#afterIndex) this.#index();
    const notes = [
      ...(width === 'bad' ? ['%!(BADWIDTH)'] : []),
      ...(precision === 'bad' ? ['%!(BADPREC)'] : []),
    ];
    const verb = this.#take(/\s|\S/uy);
    return [...notes, this.#piece(flags, verb, { width, precision })];
  }

  /** Arguments that no directive took; none once the format has chosen them by index. */
  unused(): readonly Value[] {
    return this.#reordered ? [] : this.#args.slice(this.#next);
  }

  #piece(
    flags: string,
    verb: string,
    { width, precision }: Readonly<Record<'width' | 'precision', Count>>,
  ): Piece {
    if (verb === '') return '%!(NOVERB)';
    if (verb === '%') return '%';
    if (this.#badIndex) return `%!${verb}(BADINDEX)`;
    if (this.#next >= this.#args.length) return `%!${verb}(MISSING)`;
    const wide = typeof width === 'number' ? width : undefined;
    const minus = flags.includes('-') || (wide ?? 0) < 0;
    const value = verb === 'v';
    const directive = {
      verb,
      minus,
      plus: flags.includes('+') && !value,
      sharp: flags.includes('#') && !value,
      space: flags.includes(' '),
      zero: flags.includes('0') && !minus,
      syntax: flags.includes('#') && value,
      width: wide === undefined ? undefined : Math.abs(wide),
      precision: typeof precision === 'number' && precision >= 0 ? precision : undefined,
    };
    this.#next += 1;
    return { directive, value: this.#args[this.#next - 1] };
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const taken = pattern.exec(this.#format)?.[0] ?? '';
    this.#at += taken.length;
    return taken;
  }

  #width(): Count {
    if (this.#take(/\*/y) !== '') return this.#counted();
    const width = this.#digits();
    if (this.#afterIndex && width !== undefined) this.#badIndex = true;
    return width;
  }

  /** A dot that ends the format is its verb. */
  #precision(): Count {
    if (this.#take(/\.(?=.|\s)/y) === '') return undefined;
    if (this.#afterIndex) this.#badIndex = true;
    this.#index();
    if (this.#take(/\*/y) === '') return this.#digits() ?? 0;
    const precision = this.#counted();
    return typeof precision === 'number' && precision < 0 ? 'bad' : precision;
  }

  #digits(): number | undefined {
    const digits = this.#take(/\d*/y);
    return digits === '' || Number(digits) > largest ? undefined : Number(digits);
  }

  /** `*`: the next argument is the number. */
  #counted(): Count {
    this.#afterIndex = false;
    const value = asNumber(this.#args[this.#next]);
    if (this.#next < this.#args.length) this.#next += 1;
    const fits = typeof value === 'bigint' && value >= -BigInt(largest) && value <= BigInt(largest);
    return fits ? Number(value) : 'bad';
  }

  /** `[2]`: the argument to go on with. */
  #index(): void {
    this.#afterIndex = false;
    if (this.#format[this.#at] !== '[') return;
    this.#reordered = true;
    const [written = '[', digits] = /^\[([^\]]*)\]/.exec(this.#format.slice(this.#at)) ?? [];
    this.#at += written.length;
    const index = /^\d+$/.test(digits ?? '') ? Number(digits) : undefined;
    if (index !== undefined && index >= 1 && index <= this.#args.length) this.#next = index - 1;
    else this.#badIndex = true;
    this.#afterIndex = index !== undefined;
  }
}

/** A width or precision as far as there is one. */
type Count = number | 'bad' | undefined;
