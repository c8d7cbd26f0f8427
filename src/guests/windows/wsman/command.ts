import { randomUUID } from 'node:crypto';
import { pause } from '../../../wire/pause.ts';
import type { Process } from '../process.ts';
import { Input, Terminated, terminatedCode } from '../process.ts';

interface Piece {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

interface Collected {
  readonly pieces: readonly Piece[];
  /** Set once it has ended and all its output was collected. */
  readonly code: number | undefined;
}

/** What a program may print before it waits for somebody to read it. */
const ROOM = 1024 * 1024;

/** One command that runs in a shell. */
export class ShellCommand {
  readonly id = randomUUID().toUpperCase();
  readonly stdin = new Input();
  readonly #stop = new AbortController();
  #pieces: Piece[] = [];
  #size = 0;
  #code: number | undefined;
  #changed: (() => void)[] = [];
  #drained: (() => void)[] = [];

  /** Begins at once. `surroundings` are those of the shell. */
  start(
    surroundings: Omit<Process, 'stdin' | 'out' | 'error'>,
    run: (process: Process) => Promise<number>,
  ): void {
    const signal = AbortSignal.any([this.#stop.signal, surroundings.signal]);
    const process: Process = {
      ...surroundings,
      signal,
      stdin: this.stdin,
      out: (text) => this.#put('stdout', text, signal),
      error: (text) => this.#put('stderr', text, signal),
    };
    run(process).then(
      (code) => this.#end(code),
      (error: unknown) => this.#end(error instanceof Terminated ? terminatedCode : 1),
    );
  }

  terminate(): void {
    this.#stop.abort();
    this.#wake(this.#drained);
  }

  /** Waits for output or the end, at most so long; undefined: neither came. */
  async collect(most: number, timeout: number, signal: AbortSignal): Promise<Collected | undefined> {
    if (this.#pieces.length === 0 && this.#code === undefined) {
      const waiting = new AbortController();
      const either = AbortSignal.any([waiting.signal, signal]);
      await Promise.race([
        new Promise<void>((resolve) => void this.#changed.push(resolve)),
        pause(timeout, either),
      ]);
      waiting.abort();
    }
    if (this.#pieces.length === 0 && this.#code === undefined) return undefined;
    const pieces = this.#take(most);
    return { pieces, code: this.#pieces.length === 0 ? this.#code : undefined };
  }

  #take(most: number): readonly Piece[] {
    const taken: Piece[] = [];
    let left = most;
    while (left > 0) {
      const first = this.#pieces[0];
      if (first === undefined) break;
      const bytes = first.bytes.subarray(0, left);
      taken.push({ stream: first.stream, bytes });
      left -= bytes.length;
      this.#size -= bytes.length;
      if (bytes.length === first.bytes.length) this.#pieces.shift();
      else this.#pieces[0] = { stream: first.stream, bytes: first.bytes.subarray(bytes.length) };
    }
    this.#wake(this.#drained);
    return taken;
  }

  async #put(stream: Piece['stream'], text: string | Buffer, signal: AbortSignal): Promise<void> {
    const bytes = Buffer.from(text);
    if (bytes.length === 0) return;
    while (this.#size > ROOM && !signal.aborted)
      await new Promise<void>((resolve) => void this.#drained.push(resolve));
    if (signal.aborted) throw new Terminated();
    const last = this.#pieces.at(-1);
    if (last?.stream === stream && last.bytes.length < 65_536)
      this.#pieces[this.#pieces.length - 1] = { stream, bytes: Buffer.concat([last.bytes, bytes]) };
    else this.#pieces.push({ stream, bytes });
    this.#size += bytes.length;
    this.#wake(this.#changed);
  }

  #end(code: number): void {
    this.#code = code;
    this.#wake(this.#changed);
  }

  #wake(waiting: (() => void)[]): void {
    for (const wake of waiting.splice(0)) wake();
  }
}
