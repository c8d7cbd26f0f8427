import { mkdir, open } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { quoted } from '../../wire/quoted.ts';
import type { TransferOptions } from '../communicator.ts';
import { placeBelow } from '../names.ts';
import { transferFailed } from '../words.ts';
import type { Agent } from './agent.ts';
import { runAssistantScript } from './script.ts';

/** Bytes that one answer brings: base64 of them stays below what the service cuts. */
const portion = 12_000;

/** Fetches one file, portion by portion. */
export async function download(
  agent: Agent,
  source: string,
  { path, options }: { readonly path: string; readonly options: TransferOptions },
): Promise<void> {
  const size = Number(await read(agent, `wc -c <${quoted(source)}`, options));
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'w', 0o644);
  try {
    for (let begin = 0; begin < size; begin += portion) {
      const block = begin / portion;
      const script = `dd if=${quoted(source)} bs=${portion} skip=${block} count=1 status=none | base64`;
      const text = await read(agent, script, options);
      const chunk = Buffer.from(text, 'base64');
      if (chunk.length === 0) throw transferFailed(`${source} became shorter while it was fetched`);
      await file.write(chunk);
      options.onProgress?.(Math.min(size, begin + chunk.length), size);
    }
  } finally {
    await file.close();
  }
}

/** Fetches a folder: itself, or with a slash behind its name only what is in it. */
export async function downloadDir(
  agent: Agent,
  source: string,
  { path, options }: { readonly path: string; readonly options: TransferOptions },
): Promise<void> {
  const top = source.endsWith('/') ? path : placeBelow(path, basename(source));
  const folder = source.replace(/\/+$/, '') || '/';
  const list = await read(agent, `cd ${quoted(folder)} && find . -type f`, options);
  await mkdir(top, { recursive: true });
  for (const name of list.split('\n').filter((line) => line !== ''))
    await download(agent, `${folder}/${name.replace(/^\.\//, '')}`, { path: placeBelow(top, name), options });
}

async function read(agent: Agent, script: string, { signal }: TransferOptions): Promise<string> {
  const { code, output } = await runAssistantScript(agent, `${script} 2>&1`, signal);
  const text = output.toString('utf8').trim();
  if (code !== 0) throw transferFailed(`Reading from ${agent.name} failed: ${text}`);
  return text;
}
