import type { Readable } from 'node:stream';

/** Nothing that a peer says in one line is longer. */
const LONGEST_LINE = 8192;

/** Reads lines and counted bytes from a stream as they come, so that memory stays flat. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #gone: Promise<undefined>;
  #held: Buffer = Buffer.alloc(0);

  /** `gone` tells of an end that the stream itself may not tell. */
  constructor(stream: Readable, gone?: Promise<unknown>) {
    this.#chunks = stream.iterator({ destroyOnReturn: false });
    this.#gone = (gone ?? new Promise(() => undefined)).then(() => undefined);
  }

  /** Between 1 and `most` bytes; undefined: there are no more. */
  async some(most: number): Promise<Buffer | undefined> {
    if (this.#held.length === 0 && !(await this.#more())) return undefined;
    const taken = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }

  async byte(): Promise<number | undefined> {
    return (await this.some(1))?.[0];
  }

  /** Up to the next line feed, without it, or to the end; undefined: there is nothing more. */
  async line(): Promise<string | undefined> {
    if (this.#held.length === 0 && !(await this.#more())) return undefined;
    let end = this.#held.indexOf(10);
    while (end < 0 && this.#held.length < LONGEST_LINE && (await this.#more())) end = this.#held.indexOf(10);
    const text = this.#held.subarray(0, end < 0 ? undefined : end).toString();
    this.#held = this.#held.subarray(end < 0 ? this.#held.length : end + 1);
    return text;
  }

  /** Reads no more: what still comes is for whoever reads the stream next. */
  async release(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #more(): Promise<boolean> {
    const next = await Promise.race([this.#chunks.next(), this.#gone]);
    if (next === undefined || next.done === true) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}
