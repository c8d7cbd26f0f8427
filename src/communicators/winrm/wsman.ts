import { type Element, findFirst, readXml } from '../../wire/xml.ts';
import { type Channel, channel, type Reply } from './channel.ts';
import { envelope, type Message } from './envelope.ts';
import { failure } from './failure.ts';
import type { WinrmOptions } from './options.ts';

/** Longer than the guest may hold a request, by what the way to it may take. */
const GRACE = 30_000;
const OPERATION_TIMEOUT = 60_000;

/**
 * WS-Management requests to one guest. Each takes a connection that is free, or one more: a request for output is held
 * by the guest until there is some, and must not keep input or an interrupt waiting.
 */
export class Wsman {
  readonly address: string;
  readonly #options: WinrmOptions;
  readonly #free: Channel[] = [];
  readonly #all = new Set<Channel>();

  constructor(options: WinrmOptions) {
    this.#options = options;
    this.address = `${options.host}:${options.port}`;
  }

  /** Gives the body of the answer. Rejects with WinrmFailure, and with the signal's reason when that was aborted. */
  async ask(message: Message, signal: AbortSignal): Promise<Element> {
    const { host, port, https, operationTimeout = OPERATION_TIMEOUT } = this.#options;
    const text = envelope(message, `${https ? 'https' : 'http'}://${host}:${port}/wsman`, operationTimeout);
    const lent = this.#free.pop() ?? this.#open();
    try {
      const reply = await lent.ask(text, { signal, timeout: operationTimeout + GRACE });
      this.#free.push(lent);
      return bodyOf(reply);
    } catch (error) {
      if (!this.#free.includes(lent)) void this.#drop(lent);
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((each) => this.#drop(each)));
  }

  #open(): Channel {
    const opened = channel(this.#options);
    this.#all.add(opened);
    return opened;
  }

  async #drop(channel: Channel): Promise<void> {
    this.#all.delete(channel);
    const index = this.#free.indexOf(channel);
    if (index >= 0) this.#free.splice(index, 1);
    await channel.close().catch(() => undefined);
  }
}

function bodyOf({ status, text }: Reply): Element {
  const envelope = readXml(text);
  const body = envelope && findFirst(envelope, 'Body');
  if (body === undefined) throw failure('not-winrm', `HTTP status ${status}`);
  const fault = findFirst(body, 'Fault');
  if (fault !== undefined) throw faultOf(fault);
  return body;
}

function faultOf(fault: Element) {
  const detail = findFirst(fault, 'WSManFault');
  const said = (detail && findFirst(detail, 'Message')?.text) || (findFirst(fault, 'Text')?.text ?? '');
  return failure('fault', said.replace(/\s+/g, ' ').trim(), detail?.attributes['Code'] ?? '');
}
