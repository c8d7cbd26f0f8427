import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { goFileError } from '../../files/go-file-error.ts';
import { pause } from '../../wire/pause.ts';
import { fileFailed } from '../words.ts';
import type { ManifestBuild } from './entry.ts';
import { type Manifest, readManifest } from './read-manifest.ts';

interface AddOptions {
  readonly runUuid: string;
  readonly force: boolean;
  readonly again: boolean;
  readonly signal: AbortSignal;
}

/** Adds a build to the manifest at `path`, alone with it as long as that takes. */
export async function addBuild(path: string, build: ManifestBuild, options: AddOptions): Promise<void> {
  const lock = `${path}.lock`;
  await taken(lock, options.signal);
  try {
    const before = readManifest(await existing(path), path);
    const after = { builds: [...kept(before, build, options), build], last_run_uuid: options.runUuid };
    await writeFile(path, goJson(after), { mode: 0o664 });
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw fileFailed(`Unable to write ${path}`, goFileError('open', path, error));
  } finally {
    // Packer removes it too, whoever made it: one that a killed process left ends here.
    await rm(lock, { force: true });
  }
}

/** `-force` leaves what other runs wrote behind; an interrupted try of this one may have written the build already. */
function kept(before: Manifest, build: ManifestBuild, { force, again, runUuid }: AddOptions) {
  const builds = force && before.last_run_uuid !== runUuid ? [] : before.builds;
  if (!again) return builds;
  const identity = ({ build_time: _time, ...rest }: ManifestBuild) => JSON.stringify(rest);
  const last = builds.findLastIndex((other) => identity(other) === identity(build));
  return builds.filter((_, index) => index !== last);
}

async function existing(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw fileFailed(`Unable to open ${path} for reading`, goFileError('open', path, error));
  }
}

/** Milliseconds before each try; after the last one Packer goes on without the lock. */
const PATIENCE = [0, 200, 400];

async function taken(lock: string, signal: AbortSignal): Promise<void> {
  for (const milliseconds of PATIENCE) {
    if (milliseconds > 0) await pause(milliseconds, signal);
    const handle = await open(lock, 'wx', 0o664).catch(() => undefined);
    if (handle !== undefined) return handle.close();
  }
}

/** As Go writes JSON: two blanks, no line end, and `<`, `>` and `&` by their numbers. */
function goJson(manifest: Manifest): string {
  return JSON.stringify(manifest, null, 2).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
