import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { BuildError } from '../../errors/build-error.ts';

interface ScpHeader {
  readonly mode: number;
  readonly size: number;
  readonly name: string;
}

/** A line longer than this is no line of the protocol. */
const LONGEST_LINE = 8192;

/** The program `scp` of a client, spoken to in its protocol. */
export class ScpClient {
  readonly #channel: Duplex;
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(channel: Duplex) {
    this.#channel = channel;
    this.#chunks = channel.iterator({ destroyOnReturn: false });
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
  async release(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** Resolves when the client takes more, so that memory stays flat. */
  async send(bytes: string | Uint8Array): Promise<void> {
    if (this.#channel.destroyed) throw scpRefused('the client went away');
    if (this.#channel.write(bytes)) return;
    const settled = new AbortController();
    const { signal } = settled;
    const drained = once(this.#channel, 'drain', { signal }).catch(() => undefined);
    await Promise.race([drained, once(this.#channel, 'close', { signal }).catch(() => undefined)]);
    settled.abort();
  }

  /** Waits for the byte with which the client lets us go on. */
  async acknowledged(): Promise<void> {
    const status = await this.#byte();
    if (status === undefined) throw scpRefused('the client went away');
    if (status !== 0) throw scpRefused(await this.#line());
  }

  /** The next file that the client has; times that come before it are taken and dropped, as in Packer. */
  async header(): Promise<ScpHeader | undefined> {
    if (this.#held.length === 0 && !(await this.#more())) return undefined;
    const line = await this.#line();
    if (line.startsWith('T')) {
      this.accept();
      return this.header();
    }
    const [, mode = '', size = '', name = ''] = /^C([0-7]{4,5}) (\d+) ([^/]+)$/.exec(line) ?? [];
    if (name === '' || name === '.' || name === '..')
      throw scpRefused(`unexpected message: ${line.slice(0, 100)}`);
    return { mode: Number.parseInt(mode, 8) & 0o777, size: Number(size), name };
  }

  /** Exactly so many bytes as they come. */
  async *body(size: number): AsyncGenerator<Buffer, void> {
    let left = size;
    while (left > 0) {
      if (this.#held.length === 0 && !(await this.#more())) throw scpRefused('the client went away');
      const part = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async #byte(): Promise<number | undefined> {
    if (this.#held.length === 0 && !(await this.#more())) return undefined;
    const byte = this.#held[0];
    this.#held = this.#held.subarray(1);
    return byte;
  }

  async #line(): Promise<string> {
    let end = this.#held.indexOf(10);
    while (end < 0 && this.#held.length < LONGEST_LINE && (await this.#more())) end = this.#held.indexOf(10);
    const text = this.#held.subarray(0, end < 0 ? undefined : end).toString();
    this.#held = this.#held.subarray(end < 0 ? this.#held.length : end + 1);
    return text;
  }

  async #more(): Promise<boolean> {
    const next = await this.#chunks.next();
    if (next.done === true) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}

/** Goes to a client of the proxy, which shows it. */
const scpRefused = (reason: string): BuildError => new BuildError('transfer-failed', `scp: ${reason}`);
