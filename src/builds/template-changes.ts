import type { Json, JsonObject } from '../template/model/template.ts';

/** One setting that differs. */
export interface Change {
  /** `variables.release`, `provisioners[2].inline[1]`; provisioners and items count from 1. */
  readonly path: string;
  /** The place of the provisioner that it belongs to, from 1. */
  readonly provisioner: number | undefined;
  readonly text: string;
}

/** What differs between two resolved templates, in the order of the later one. */
export function templateChanges(before: JsonObject, after: JsonObject): readonly Change[] {
  const [old, now] = [leaves(before), leaves(after)];
  const paths = new Set([...now.keys(), ...old.keys()]);
  return [...paths].flatMap((path) => {
    const [was, is] = [old.get(path), now.get(path)];
    return was === is ? [] : [{ path, provisioner: provisionerOf(path), text: worded(path, was, is) }];
  });
}

function provisionerOf(path: string): number | undefined {
  const found = /^provisioners\[(\d+)\]/.exec(path)?.[1];
  return found === undefined ? undefined : Number(found);
}

function worded(path: string, was: string | undefined, is: string | undefined): string {
  const file = /^(provisioners\[\d+\])\.files\.(.+)$/.exec(path);
  if (file !== null && was !== undefined && is !== undefined)
    return `  ${file[1]}: the contents of ${file[2]} have changed`;
  return `  ${path}: ${was ?? '(not set)'} -> ${is ?? '(not set)'}`;
}

function leaves(value: Json, path = '', into = new Map<string, string>()): ReadonlyMap<string, string> {
  if (typeof value !== 'object' || value === null) return into.set(path, JSON.stringify(value));
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value)) {
    const name = isList ? `[${Number(key) + 1}]` : `${path === '' ? '' : '.'}${key}`;
    leaves(item, path + name, into);
  }
  return into;
}
