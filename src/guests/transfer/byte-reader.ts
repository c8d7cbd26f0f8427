import type { Readable } from 'node:stream';

/** Thrown when the client's side ends in the middle of something. */
export class EndOfInput extends Error {}

/** Reads lines and counted bytes from a stream, never holding more than one chunk of it. */
export class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: Readable) {
    this.#chunks = stream.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  }

  /** Between 1 and `most` bytes. */
  async some(most: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done === true) throw new EndOfInput('input ended');
      this.#rest = next.value;
    }
    const taken = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  async byte(): Promise<number> {
    return (await this.some(1)).readUInt8(0);
  }

  /** Up to the next newline, without it. */
  async line(): Promise<string> {
    const pieces: Buffer[] = [];
    for (;;) {
      const piece = await this.some(4096);
      const end = piece.indexOf(10);
      if (end >= 0) {
        this.#rest = Buffer.concat([piece.subarray(end + 1), this.#rest]);
        return Buffer.concat([...pieces, piece.subarray(0, end)]).toString('utf8');
      }
      pieces.push(piece);
    }
  }
}
