import type { Readable } from 'node:stream';
import type { Sink } from './process.ts';

/** Lines of a shell's input; with a terminal it shows the prompt, echoes and lets the last letters be taken back. */
export class LineEditor {
  readonly #echo: Sink | undefined;
  readonly #lines: (string | undefined)[] = [];
  #current = '';
  #afterReturn = false;
  #wake: (() => void) | undefined;

  constructor(stream: Readable, echo: Sink | undefined) {
    this.#echo = echo;
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => this.#take(text));
    const end = () => {
      if (this.#current !== '') this.#finish(this.#current);
      this.#finish(undefined);
    };
    stream.once('end', end);
    stream.once('close', end);
  }

  /** Undefined at the end of input. */
  async line(prompt: string): Promise<string | undefined> {
    this.#show(prompt);
    while (this.#lines.length === 0) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return this.#lines.shift();
  }

  #finish(line: string | undefined): void {
    this.#current = '';
    this.#lines.push(line);
    this.#wake?.();
  }

  #show(text: string): void {
    this.#echo?.(Buffer.from(text));
  }

  #take(text: string): void {
    for (const letter of text) {
      const follows = this.#afterReturn && letter === '\n';
      this.#afterReturn = letter === '\r';
      if (!follows) this.#key(letter);
    }
  }

  #key(letter: string): void {
    const terminal = this.#echo !== undefined;
    if (letter === '\n' || (terminal && letter === '\r')) {
      this.#show('\n');
      this.#finish(this.#current);
    } else if (terminal && letter === '\x04') {
      if (this.#current === '') this.#finish(undefined);
    } else if (terminal && letter === '\x03') {
      this.#show('^C\n');
      this.#finish('');
    } else if (terminal && (letter === '\x7f' || letter === '\b')) {
      if (this.#current !== '') this.#show('\b \b');
      this.#current = [...this.#current].slice(0, -1).join('');
    } else if (terminal && letter < ' ' && letter !== '\t') {
      this.#show('\x07');
    } else {
      this.#current += letter;
      this.#show(letter);
    }
  }
}
