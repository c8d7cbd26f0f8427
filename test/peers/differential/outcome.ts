import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Case } from './case.ts';

/** What a user sees of a call. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  /** Path -> `MODE CONTENT` of what lies in the folder afterwards. */
  readonly files: Readonly<Record<string, string>>;
}

/** A call that does not end is a failure of its own. */
export const DEADLINE = 60_000;

/** Puts template and files of a case into an empty folder. */
export function furnish(folder: string, { template, text, files = {} }: Case): void {
  const all = { 't.json': text ?? JSON.stringify(template), ...files };
  for (const [name, content] of Object.entries(all)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (content.startsWith('#!')) chmodSync(path, 0o755);
  }
}

/** All files below a folder; the journals of this tool's runs are its own. */
export function filesIn(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const entries = paths
    .filter((path) => !path.startsWith('.ecs-imagebuild'))
    .map((path) => [path, described(join(folder, path))] as const);
  return Object.fromEntries(entries);
}

function described(path: string): string {
  const { mode } = statSync(path);
  const bits = (mode & 0o777).toString(8);
  if (statSync(path).isDirectory()) return `folder ${bits}`;
  // Compressed bytes are those of another library.
  if (/\.(zip|tar|t?gz|lz4|bgzf|xz)$/.test(path)) return `${bits} archive`;
  const bytes = readFileSync(path);
  return bytes.includes(0) ? `${bits} ${bytes.length} bytes` : `${bits} ${bytes.toString()}`;
}
