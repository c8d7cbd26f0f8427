import { randomUUID } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { quoted } from '../../wire/quoted.ts';
import type { TransferOptions, UploadSource } from '../communicator.ts';
import { kindOfEntry } from '../folder-entry.ts';
import { nameOfFolder } from '../names.ts';
import { localReason, sendable } from '../ssh/source.ts';
import { assistantRefused, transferFailed } from '../words.ts';
import type { Agent } from './agent.ts';
import { ended } from './awaited.ts';
import { runAssistantScript } from './script.ts';

/** The service takes 32 KB of base64 in one call. */
const part = 24_000;
const sideBySide = 4;

interface Content {
  readonly content: Buffer;
  /** Absolute. */
  readonly path: string;
  readonly mode: number;
}

/** Sends one file. */
export async function upload(
  agent: Agent,
  source: UploadSource,
  { path, options }: { readonly path: string; readonly options: TransferOptions },
): Promise<void> {
  const file = await sendable(source, options.signal);
  const chunks: Buffer[] = [];
  for await (const chunk of file.open()) chunks.push(Buffer.from(chunk as Uint8Array));
  await sendContent(agent, { content: Buffer.concat(chunks), path, mode: file.mode }, options);
}

/** Sends what a small file holds in one call, a larger one in parts that the guest puts together. */
export async function sendContent(agent: Agent, file: Content, options: TransferOptions): Promise<void> {
  const { content, path, mode } = file;
  const place = { folder: posix.dirname(path), name: posix.basename(path), mode };
  if (content.length === 0)
    return checked(
      agent,
      `mkdir -p ${quoted(place.folder)} && : >${quoted(path)} && chmod ${octal(mode)} ${quoted(path)}`,
      options,
    );
  if (content.length <= part) {
    await sendPart(agent, { ...place, content }, options.signal);
    options.onProgress?.(content.length, content.length);
    return;
  }
  await inParts(agent, file, options);
}

async function inParts(
  agent: Agent,
  { content, path, mode }: Content,
  options: TransferOptions,
): Promise<void> {
  const folder = `/tmp/.ecs-imagebuild-${randomUUID()}`;
  const count = Math.ceil(content.length / part);
  const names = Array.from({ length: count }, (_, index) => String(index).padStart(6, '0'));
  const waiting = names.entries();
  let sent = 0;
  const worker = async () => {
    for (const [index, name] of waiting) {
      const chunk = content.subarray(index * part, (index + 1) * part);
      await sendPart(agent, { folder, name, mode: 0o600, content: chunk }, options.signal);
      sent += chunk.length;
      options.onProgress?.(sent, content.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, count) }, worker));
  const target = quoted(path);
  const join = `mkdir -p ${quoted(posix.dirname(path))} && cat ${folder}/* >${target} && chmod ${octal(mode)} ${target}`;
  await checked(agent, `${join}; code=$?; rm -rf ${folder}; exit $code`, options);
}

async function sendPart(
  agent: Agent,
  file: {
    readonly folder: string;
    readonly name: string;
    readonly mode: number;
    readonly content: Uint8Array;
  },
  signal: AbortSignal,
): Promise<void> {
  const id = await agent.send({ ...file, token: randomUUID() }, signal);
  const result = await ended(agent, () => agent.sent(id, signal), signal);
  if (result.exitCode !== 0) throw assistantRefused(agent.name, result.errorCode, result.errorInfo);
}

async function checked(agent: Agent, script: string, { signal }: TransferOptions): Promise<void> {
  const { code, output } = await runAssistantScript(agent, script, signal);
  if (code !== 0)
    throw transferFailed(`Writing a file on ${agent.name} failed: ${output.toString('utf8').trim()}`);
}

/** Sends a folder: itself, or with a slash behind its name only what is in it. */
export async function uploadDir(
  agent: Agent,
  source: string,
  { path, options }: { readonly path: string; readonly options: TransferOptions },
): Promise<void> {
  const top = source.endsWith('/') ? path : posix.join(path, nameOfFolder(source));
  await sendFolder(agent, source, { path: top, options });
}

async function sendFolder(
  agent: Agent,
  source: string,
  { path, options }: { readonly path: string; readonly options: TransferOptions },
): Promise<void> {
  const names = await readdir(source).catch((error: unknown) => {
    throw transferFailed(localReason(source, error), error);
  });
  await checked(agent, `mkdir -p ${quoted(path)}`, options);
  for (const name of names.sort()) {
    const facts = await stat(join(source, name));
    const inside = posix.join(path, name);
    if (kindOfEntry(join(source, name), facts) === 'folder')
      await sendFolder(agent, join(source, name), { path: inside, options });
    else await upload(agent, { file: join(source, name) }, { path: inside, options });
  }
}

function octal(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}
