import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Case } from './case.ts';

/** What a user sees of a call. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  /** Path -> `MODE CONTENT` of what lies in the folder afterwards and was not there before. */
  readonly files: Readonly<Record<string, string>>;
}

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

/** An outcome whose lines come in an order of chance. */
export function sorted(outcome: Outcome): Outcome {
  return { ...outcome, stdout: outcome.stdout.split('\n').sort().join('\n') };
}

/** All files below a folder, but for what a tool notes about itself: journals of runs, or what Packer was at when it crashed. */
export function filesIn(folder: string): Readonly<Record<string, string>> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const entries = paths
    .filter((path) => !path.startsWith('.ecs-imagebuild') && path !== 'crash.log')
    .map((path) => [path, described(join(folder, path))] as const);
  return Object.fromEntries(entries);
}

/** What is otherwise in a folder than it was. */
export function changedIn(folder: string, before: Outcome['files']): Outcome['files'] {
  const after = filesIn(folder);
  const gone = Object.keys(before).filter((path) => after[path] === undefined);
  const changed = Object.entries(after).filter(([path, text]) => before[path] !== text);
  return Object.fromEntries([...gone.map((path) => [path, 'removed']), ...changed]);
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
