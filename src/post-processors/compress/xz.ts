import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Duplex, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { reason } from '../../wire/reason.ts';
import { xzFailed, xzMissing } from '../words.ts';

type Bytes = AsyncIterable<Buffer>;

const PRESETS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** xz by the optional package lzma-native where it is installed, else by the program `xz`. */
export async function xz(level: number): Promise<Duplex> {
  return (await byPackage(level)) ?? Duplex.from(xzProgram(level < 0 ? 6 : level));
}

async function byPackage(level: number): Promise<Duplex | undefined> {
  try {
    const { default: lzma } = await import('lzma-native');
    return lzma.createCompressor({ preset: PRESETS[level] ?? 6 });
  } catch {
    // Not installed, or not built for this platform.
    return undefined;
  }
}

/** The program on the PATH of this process. */
export function xzProgram(preset: number) {
  return async function* (source: Bytes): AsyncGenerator<Buffer> {
    const child = spawn('xz', ['--compress', '--stdout', '--threads=1', '--check=crc64', `-${preset}`], {
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    try {
      await once(child, 'spawn');
    } catch (error) {
      throw xzMissing(reason(error));
    }
    const ended = once(child, 'close');
    // The program says itself why it no longer listens.
    const fed = pipeline(Readable.from(source), child.stdin).catch((error: unknown) => error);
    const complaint = text(child.stderr);
    try {
      yield* child.stdout;
    } finally {
      if (child.exitCode === null && !child.stdout.readableEnded) child.kill();
    }
    const [code] = await ended;
    if (code !== 0) throw xzFailed(code, await complaint);
    await fed;
  };
}
