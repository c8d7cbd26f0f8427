import type { Readable, Writable } from 'node:stream';
import { cancelled, connectionLost, scpMissing, transferFailed } from '../../words.ts';
import type { Link, RemoteProcess } from '../link.ts';

const LONGEST_MESSAGE = 8192;

/** The program `scp` on the guest, spoken to over its standard input and output. */
export interface ScpPeer {
  /** Resolves when the peer takes more, so that memory stays flat. */
  write(bytes: string | Uint8Array): Promise<void>;
  /** Waits for the peer's byte 0; its errors become ours. */
  ack(): Promise<void>;
  /** The next protocol line, or undefined when the peer has nothing more. */
  line(): Promise<string | undefined>;
  /** Up to `most` bytes as they come. */
  bytes(most: number): Promise<Buffer>;
}

/**
 * Runs `command` and lets `talk` speak the protocol; the channel is closed whatever happens. The exit status counts only
 * when the talk went well: an error that the peer named in the protocol says more.
 */
export async function withScp<T>(
  link: Link,
  command: string,
  options: { readonly signal: AbortSignal },
  talk: (peer: ScpPeer) => Promise<T>,
): Promise<T> {
  if (options.signal.aborted) throw cancelled('a file transfer');
  const scp = await link.run(`${command}\n`, { pty: false, signal: options.signal });
  // `-v` makes the peer chatty on standard error; unread it would fill the window and stall.
  scp.stderr.resume();
  const peer = new ProcessPeer(scp);
  // Not left to the talk: while it waits to write, nobody reads, and a channel that is not read never tells its close.
  let abort = (): void => undefined;
  const aborted = new Promise<typeof CLOSED>((resolve) => {
    abort = () => resolve(CLOSED);
  });
  options.signal.addEventListener('abort', abort, { once: true });
  try {
    const talking = outcome(talk(peer));
    talking.catch(() => undefined);
    const talked = await Promise.race([talking, aborted]);
    if (options.signal.aborted) throw cancelled('a file transfer');
    scp.stdin.end();
    await peer.release();
    const { code } = await scp.ended;
    if (options.signal.aborted) throw cancelled('a file transfer');
    if (code === 127) throw scpMissing();
    if (code === undefined) throw connectionLost(link.address, 'during a file transfer');
    if (code !== 0) throw transferFailed(`Process exited with status ${code}`);
    if (talked === CLOSED) throw transferFailed('scp on the guest ended before the transfer did');
    return talked.value;
  } catch (error) {
    throw options.signal.aborted ? cancelled('a file transfer') : error;
  } finally {
    options.signal.removeEventListener('abort', abort);
    scp.close();
    await peer.release();
  }
}

/** The peer closed its end; its exit status tells why. */
const CLOSED = Symbol('closed');

async function outcome<T>(talk: Promise<T>): Promise<{ readonly value: T } | typeof CLOSED> {
  try {
    return { value: await talk };
  } catch (error) {
    if (error === CLOSED) return CLOSED;
    throw error;
  }
}

class ProcessPeer implements ScpPeer {
  readonly #stdin: Writable;
  readonly #stdout: Readable;
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #gone: Promise<void>;
  #closed = false;
  #held: Buffer = Buffer.alloc(0);

  constructor({ stdin, stdout, ended }: RemoteProcess) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    stdin.on('error', () => undefined);
    this.#chunks = stdout.iterator({ destroyOnReturn: false });
    this.#gone = ended.then(() => {
      this.#closed = true;
    });
  }

  /** Lets what the peer still says run off: a channel closes only when it has been read to its end. */
  async release(): Promise<void> {
    await this.#chunks.return?.();
    this.#stdout.resume();
  }

  async write(bytes: string | Uint8Array): Promise<void> {
    if (this.#closed || !this.#stdin.writable) throw CLOSED;
    if (this.#stdin.write(bytes)) return;
    let drained: () => void = () => undefined;
    const drain = new Promise<void>((resolve) => {
      drained = resolve;
      this.#stdin.once('drain', drained);
    });
    await Promise.race([drain, this.#gone]);
    this.#stdin.off('drain', drained);
    if (this.#closed) throw CLOSED;
  }

  async ack(): Promise<void> {
    const [status] = await this.#exactly(1);
    if (status === 0) return;
    const message = await this.#rest();
    if (status === 1 || status === 2) throw transferFailed(message);
    throw transferFailed(
      `The guest's shell wrote "${String.fromCharCode(status ?? 0)}${message}" where scp should have answered`,
    );
  }

  async line(): Promise<string | undefined> {
    if (this.#held.length === 0 && !(await this.#more())) return undefined;
    const text = await this.#rest();
    if (text.startsWith('\x01') || text.startsWith('\x02')) throw transferFailed(text.slice(1));
    return text;
  }

  async bytes(most: number): Promise<Buffer> {
    if (this.#held.length === 0 && !(await this.#more())) throw CLOSED;
    const part = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(part.length);
    return part;
  }

  async #exactly(count: number): Promise<Buffer> {
    while (this.#held.length < count) if (!(await this.#more())) throw CLOSED;
    return this.bytes(count);
  }

  async #rest(): Promise<string> {
    let end = this.#held.indexOf(10);
    while (end < 0 && this.#held.length < LONGEST_MESSAGE && (await this.#more()))
      end = this.#held.indexOf(10);
    const text = this.#held.subarray(0, end < 0 ? undefined : end).toString();
    this.#held = this.#held.subarray(end < 0 ? this.#held.length : end + 1);
    return text;
  }

  async #more(): Promise<boolean> {
    const next = await Promise.race([this.#chunks.next(), this.#gone]);
    if (next === undefined || next.done === true) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}
