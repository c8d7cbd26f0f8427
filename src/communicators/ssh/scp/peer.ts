import { ByteReader } from '../../../wire/byte-reader.ts';
import { written } from '../../../wire/written.ts';
import { cancelledDuring, connectionLost, scpMissing, transferFailed } from '../../words.ts';
import { endIn } from '../bounded.ts';
import type { Link, RemoteProcess } from '../link.ts';

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
  options: { readonly signal: AbortSignal; readonly patience?: number },
  talk: (peer: ScpPeer) => Promise<T>,
): Promise<T> {
  if (options.signal.aborted) throw cancelledDuring('a file transfer');
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
    if (options.signal.aborted) throw cancelledDuring('a file transfer');
    scp.stdin.end();
    await peer.release();
    const { code } = await endIn(scp.ended, 'scp', options);
    if (options.signal.aborted) throw cancelledDuring('a file transfer');
    if (code === 127) throw scpMissing();
    if (code === undefined) throw connectionLost(link.address, 'during a file transfer');
    if (code !== 0) throw transferFailed(`Process exited with status ${code}`);
    if (talked === CLOSED) throw transferFailed('scp on the guest ended before the transfer did');
    return talked.value;
  } catch (error) {
    throw options.signal.aborted ? cancelledDuring('a file transfer') : error;
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
  readonly #scp: RemoteProcess;
  readonly #reader: ByteReader;
  #closed = false;

  constructor(scp: RemoteProcess) {
    this.#scp = scp;
    this.#reader = new ByteReader(scp.stdout, scp.ended);
    scp.stdin.on('error', () => undefined);
    void scp.ended.then(() => {
      this.#closed = true;
    });
  }

  /** Lets what the peer still says run off: a channel closes only when it has been read to its end. */
  async release(): Promise<void> {
    await this.#reader.release();
    this.#scp.stdout.resume();
  }

  async write(bytes: string | Uint8Array): Promise<void> {
    const { stdin, ended } = this.#scp;
    if (this.#closed || !(await written(stdin, bytes, ended)) || this.#closed) throw CLOSED;
  }

  async ack(): Promise<void> {
    const status = await this.#reader.byte();
    if (status === undefined) throw CLOSED;
    if (status === 0) return;
    const message = (await this.#reader.line()) ?? '';
    if (status === 1 || status === 2) throw transferFailed(message);
    throw transferFailed(
      `The guest's shell wrote "${String.fromCharCode(status)}${message}" where scp should have answered`,
    );
  }

  async line(): Promise<string | undefined> {
    const text = await this.#reader.line();
    if (text?.startsWith('\x01') || text?.startsWith('\x02')) throw transferFailed(text.slice(1));
    return text;
  }

  async bytes(most: number): Promise<Buffer> {
    const bytes = await this.#reader.some(most);
    if (bytes === undefined) throw CLOSED;
    return bytes;
  }
}
