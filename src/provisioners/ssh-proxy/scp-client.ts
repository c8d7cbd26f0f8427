import type { Duplex } from 'node:stream';
import { BuildError } from '../../errors/build-error.ts';
import { ByteReader } from '../../wire/byte-reader.ts';
import { readRecord, type ScpEntry } from '../../wire/scp/record.ts';
import { written } from '../../wire/written.ts';

/** The program `scp` of a client, spoken to in its protocol. */
export class ScpClient {
  readonly #channel: Duplex;
  readonly #reader: ByteReader;

  constructor(channel: Duplex) {
    this.#channel = channel;
    this.#reader = new ByteReader(channel);
  }

  /** The byte that lets the client go on. */
  accept(): void {
    this.#channel.write('\0');
  }

  /** Ends the transfer with a message that the client shows. */
  fail(message: string): void {
    if (this.#channel.writable) this.#channel.write(`\x02${message.replaceAll('\n', ' ')}\n`);
  }

  /** Reads no more: what the client still sends is for whoever reads the channel next. */
  release(): Promise<void> {
    return this.#reader.release();
  }

  /** Resolves when the client takes more, so that memory stays flat. */
  async send(bytes: string | Uint8Array): Promise<void> {
    if (!(await written(this.#channel, bytes))) throw scpRefused('the client went away');
  }

  /** Waits for the byte with which the client lets us go on. */
  async acknowledged(): Promise<void> {
    const status = await this.#reader.byte();
    if (status === undefined) throw scpRefused('the client went away');
    if (status !== 0) throw scpRefused((await this.#reader.line()) ?? '');
  }

  /** The next file that the client has; times that come before it are taken and dropped, as in Packer. */
  async header(): Promise<ScpEntry | undefined> {
    const line = await this.#reader.line();
    if (line === undefined) return undefined;
    const found = readRecord(line);
    if (found?.kind === 'T') {
      this.accept();
      return this.header();
    }
    if (found?.kind !== 'C') throw scpRefused(`unexpected message: ${line.slice(0, 100)}`);
    return { ...found, mode: found.mode & 0o777 };
  }

  /** Exactly so many bytes as they come. */
  async *body(size: number): AsyncGenerator<Buffer, void> {
    for (let left = size; left > 0; ) {
      const part = await this.#reader.some(left);
      if (part === undefined) throw scpRefused('the client went away');
      left -= part.length;
      yield part;
    }
  }
}

/** Goes to a client of the proxy, which shows it. */
const scpRefused = (reason: string): BuildError => new BuildError('transfer-failed', `scp: ${reason}`);
