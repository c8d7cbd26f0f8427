import { StringDecoder } from 'node:string_decoder';
import { pause } from '../../wire/pause.ts';
import type { WindowsVariables } from './environment.ts';
import type { WindowsMachine } from './machine.ts';

/** Standard input of a process: what was sent so far, and more as it comes. */
export class Input {
  readonly #decoder = new StringDecoder('utf8');
  #text = '';
  #ended = false;
  #wake: () => void = () => undefined;

  push(bytes: Buffer): void {
    this.#text += this.#decoder.write(bytes);
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** The next line without its end; undefined: there are no more. */
  async line(signal: AbortSignal): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end >= 0) return this.#take(end, end + 1);
      if (this.#ended)
        return this.#text === '' ? undefined : this.#take(this.#text.length, this.#text.length);
      await this.#more(signal);
    }
  }

  async rest(signal: AbortSignal): Promise<string> {
    while (!this.#ended) await this.#more(signal);
    return this.#take(this.#text.length, this.#text.length);
  }

  #take(end: number, next: number): string {
    const line = this.#text.slice(0, end).replace(/\r$/, '');
    this.#text = this.#text.slice(next);
    return line;
  }

  #more(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = () => reject(new Terminated());
      if (signal.aborted) return abort();
      signal.addEventListener('abort', abort, { once: true });
      this.#wake = () => {
        signal.removeEventListener('abort', abort);
        resolve();
      };
    });
  }
}

/** A program in its surroundings. Writing waits where nobody reads, so that endless output stays in flat memory. */
export interface Process {
  readonly machine: WindowsMachine;
  readonly user: string;
  readonly environment: WindowsVariables;
  folder: string;
  readonly stdin: Input;
  readonly signal: AbortSignal;
  out(text: string | Buffer): Promise<void>;
  error(text: string | Buffer): Promise<void>;
  /** Standard error itself, where `error` is PowerShell's stream of errors on its way there. */
  consoleError?(text: string | Buffer): Promise<void>;
}

/** A program: its arguments to its exit code. */
export type Program = (process: Process, args: readonly string[]) => Promise<number>;

/** The process was ended from outside. */
export class Terminated extends Error {}

export function checkAlive({ signal }: Pick<Process, 'signal'>): void {
  if (signal.aborted) throw new Terminated();
}

/** Waits as a program that sleeps does. */
export async function rest({ signal }: Pick<Process, 'signal'>, milliseconds: number): Promise<void> {
  if (!(await pause(milliseconds, signal))) throw new Terminated();
}

/** The exit code of a process that was ended from outside: STATUS_CONTROL_C_EXIT. */
export const terminatedCode = -1073741510;

/** The same surroundings with copies of what a program can change, for a program that it starts. */
export function child(process: Process, change: Partial<Process> = {}): Process {
  return { ...process, environment: process.environment.copy(), ...change };
}
