import { isBuildError } from '../../errors/build-error.ts';
import { parseJson } from '../../template/json/parse-json.ts';
import { compareBytes, goKind, isList, isObject } from '../../template/model/go-value.ts';
import type { Json, JsonObject } from '../../template/model/template.ts';
import { manifestUnparsed } from '../words.ts';
import type { ManifestBuild } from './entry.ts';

export interface Manifest {
  readonly builds: readonly ManifestBuild[];
  readonly last_run_uuid: string;
}

/** Reads a manifest, whoever wrote it; what is not of its form is refused in Go's words, unknown keys are dropped. */
export function readManifest(text: string, path: string): Manifest {
  if (text === '') return { builds: [], last_run_uuid: '' };
  const refuse = (why: string) => manifestUnparsed(path, why);
  const root = fields(parsed(text, path), 'value of type manifest.ManifestFile', refuse);
  const builds = value(root, 'builds') ?? [];
  if (!isList(builds))
    throw refuse(mistyped(builds, 'struct field ManifestFile.builds of type []manifest.Artifact'));
  return {
    builds: builds.map((build) => readBuild(build, refuse)),
    last_run_uuid: textOf(root, 'last_run_uuid', 'ManifestFile', refuse),
  };
}

type Refuse = (why: string) => Error;

function parsed(text: string, path: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    // Its words are JavaScript's; ours are those of Go.
    throw manifestUnparsed(path, reasonFor(text, path));
  }
}

function reasonFor(text: string, path: string): string {
  try {
    parseJson(text, path);
    return 'invalid JSON';
  } catch (error) {
    const reason = isBuildError(error) ? error.data['reason'] : undefined;
    return typeof reason === 'string' ? reason : 'invalid JSON';
  }
}

function readBuild(build: Json, refuse: Refuse): ManifestBuild {
  const table = fields(build, 'struct field ManifestFile.builds of type manifest.Artifact', refuse);
  const text = (key: string) => textOf(table, key, 'Artifact.builds', refuse);
  const time = value(table, 'build_time') ?? 0;
  if (typeof time !== 'number' || !Number.isInteger(time))
    throw refuse(mistyped(time, 'struct field Artifact.builds.build_time of type int64'));
  return {
    name: text('name'),
    builder_type: text('builder_type'),
    ...(time !== 0 && { build_time: time }),
    files: readFiles(value(table, 'files') ?? null, refuse),
    artifact_id: text('artifact_id'),
    packer_run_uuid: text('packer_run_uuid'),
    custom_data: readData(value(table, 'custom_data') ?? null, refuse),
  };
}

function readFiles(files: Json, refuse: Refuse): ManifestBuild['files'] {
  if (files === null) return null;
  if (!isList(files))
    throw refuse(mistyped(files, 'struct field Artifact.builds.files of type []manifest.ArtifactFile'));
  return files.map((file) => {
    const table = fields(file, 'struct field Artifact.builds.files of type manifest.ArtifactFile', refuse);
    const size = value(table, 'size') ?? 0;
    if (typeof size !== 'number')
      throw refuse(mistyped(size, 'struct field ArtifactFile.builds.files.size of type int64'));
    return { name: textOf(table, 'name', 'ArtifactFile.builds.files', refuse), size };
  });
}

function readData(data: Json, refuse: Refuse): ManifestBuild['custom_data'] {
  if (data === null) return null;
  const table = fields(data, 'struct field Artifact.builds.custom_data of type map[string]string', refuse);
  const entries = Object.entries(table).map(([key, item]) => {
    if (item !== null && typeof item !== 'string')
      throw refuse(mistyped(item, 'struct field Artifact.builds.custom_data of type string'));
    return [key, item ?? ''] as const;
  });
  return Object.fromEntries(entries.sort(([one], [other]) => compareBytes(one, other)));
}

function fields(item: Json, what: string, refuse: Refuse): JsonObject {
  if (item === null) return {};
  if (!isObject(item)) throw refuse(mistyped(item, what));
  return item;
}

/** Go looks for keys without regard to case where there is none of exactly this name. */
function value(table: JsonObject, key: string): Json | undefined {
  const found = Object.hasOwn(table, key)
    ? key
    : Object.keys(table).find((other) => other.toLowerCase() === key);
  return found === undefined ? undefined : (table[found] ?? undefined);
}

function textOf(table: JsonObject, key: string, owner: string, refuse: Refuse): string {
  const text = value(table, key) ?? '';
  if (typeof text !== 'string') throw refuse(mistyped(text, `struct field ${owner}.${key} of type string`));
  return text;
}

function mistyped(item: Json, what: string): string {
  return `json: cannot unmarshal ${jsonKind(item)} into Go ${what}`;
}

function jsonKind(item: Json): string {
  if (typeof item === 'number') return Number.isInteger(item) ? 'number' : `number ${item}`;
  if (isList(item)) return 'array';
  return isObject(item) ? 'object' : goKind(item);
}
