import { createHash, type Hash } from 'node:crypto';
import { lineSplitter } from '../lines.ts';
import { transferDamaged, transferFailed, winrmScriptFailed } from '../words.ts';
import { errorLines } from './clixml.ts';
import { run } from './exec.ts';
import { encodedCommand } from './powershell.ts';
import type { Wsman } from './wsman.ts';

/**
 * Bytes of one message of input. They are base64 twice, in a line for PowerShell and in the message, which makes 148,000 of
 * them, and the envelope around must stay below what every Windows takes; a multiple of three, so that no line is padded.
 */
const PIECE = 81 * 1024;

interface Transfer {
  /** For messages: `upload of FILE to PATH`. */
  readonly what: string;
  readonly script: string;
  readonly signal: AbortSignal;
}

/** Runs a script that takes these bytes, and checks what it says about them. */
export async function sendBytes(
  wsman: Wsman,
  transfer: Transfer,
  { bytes, onBytes }: { readonly bytes: AsyncIterable<Buffer>; onBytes(count: number): void },
): Promise<void> {
  const sum = createHash('sha256');
  let length = 0;
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const piece of pieces(bytes)) {
      sum.update(piece);
      length += piece.length;
      yield Buffer.from(`${piece.toString('base64')}\r\n`);
      onBytes(length);
    }
  }
  const told = await runScript(wsman, transfer, { input: lines(), onLine: () => undefined });
  check(transfer.what, { length, sum, told });
}

/** Runs a script that prints a file, and gives its bytes as they come. */
export async function receiveBytes(
  wsman: Wsman,
  transfer: Transfer,
  onBytes: (bytes: Buffer, total: number) => void,
): Promise<void> {
  const sum = createHash('sha256');
  let length = 0;
  let total = 0;
  const onLine = (line: string) => {
    if (line.startsWith('length ')) {
      total = Number(line.slice(7));
      return;
    }
    const bytes = Buffer.from(line, 'base64');
    sum.update(bytes);
    length += bytes.length;
    onBytes(bytes, total);
  };
  const told = await runScript(wsman, transfer, { onLine });
  check(transfer.what, { length, sum, told });
}

interface Lines {
  readonly input?: AsyncIterable<Buffer>;
  onLine(line: string): void;
}

/** Gives what follows `done`, the script's last word. */
async function runScript(wsman: Wsman, { what, script, signal }: Transfer, how: Lines): Promise<string> {
  let told = '';
  const errors: string[] = [];
  const stdout = lineSplitter((line) => {
    if (line.startsWith('done ')) told = line.slice(5);
    else if (line !== '') how.onLine(line);
  });
  const stderr = lineSplitter(errorLines((line) => void errors.push(line)));
  const { code, reason } = await run(wsman, encodedCommand(script), {
    signal,
    ...(how.input === undefined ? {} : { input: how.input }),
    onOutput: ({ stream, bytes }) => (stream === 'stdout' ? stdout : stderr).push(bytes),
  });
  stdout.end();
  stderr.end();
  if (code === undefined) throw transferFailed(`${what}: the connection was lost: ${reason}`);
  if (code !== 0 || told === '') throw winrmScriptFailed(what, errors.join('\n').trim(), code);
  return told;
}

function check(
  what: string,
  { length, sum, told }: { readonly length: number; readonly sum: Hash; readonly told: string },
): void {
  const ours = `${length} ${sum.digest('hex')}`;
  if (told !== ours) throw transferDamaged(what, ours, told);
}

/** The same bytes in pieces of one size, the last one as long as it is. */
async function* pieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const first = held.length === 0 ? 0 : Math.min(PIECE - held.length, chunk.length);
    if (first > 0) held = Buffer.concat([held, chunk.subarray(0, first)]);
    if (held.length > 0 && held.length < PIECE) continue;
    if (held.length > 0) yield held;
    let at = first;
    for (; chunk.length - at >= PIECE; at += PIECE) yield chunk.subarray(at, at + PIECE);
    held = Buffer.from(chunk.subarray(at));
  }
  if (held.length > 0) yield held;
}
