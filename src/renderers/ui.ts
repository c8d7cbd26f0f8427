/** What Packer calls a Ui: three levels for people, and records for machines. Texts carry no line end. */
export interface Ui {
  say(text: string): void;
  message(text: string): void;
  error(text: string): void;
  /** A record for programs; `target` is a build's name or empty. A Ui for people passes it over. */
  machine(target: string, category: string, ...data: readonly string[]): void;
}

export type Level = 'say' | 'message' | 'error';

/** Whatever takes text: a stream, or a test. */
export interface Output {
  write(text: string | Uint8Array): unknown;
}

/** Plain lines for people, all on one stream as Packer writes them. */
export function plainUi(output: Output, redact: (text: string) => string): Ui {
  const write = (text: string) => void output.write(`${redact(text)}\n`);
  return { say: write, message: write, error: write, machine() {} };
}
