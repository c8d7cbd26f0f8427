import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Texts are wrapped, so that their line ends depend on how long the names of folders are. */
const LENGTH = 64;

/** A fresh folder with these files that goes at the end of its block; its path is as long as that of any other, on any machine. */
export function ownFolder(
  files: Readonly<Record<string, unknown>> = {},
): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'peer-').padEnd(LENGTH - 'XXXXXX'.length, '-'));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(path, name), typeof content === 'string' ? content : JSON.stringify(content));
  return {
    path,
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}
