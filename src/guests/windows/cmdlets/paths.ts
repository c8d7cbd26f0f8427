import type { Item } from '../files.ts';
import { absolute, nameOf, parentOf } from '../paths.ts';
import type { CmdletCall } from '../powershell/cmdlet.ts';
import { items, PsObject, textOf, type Value } from '../powershell/value.ts';

/** Paths by parameter or pipe: texts, or files that another command gave. */
export function pathsGiven(call: CmdletCall, ...names: readonly string[]): readonly string[] {
  const named = names.flatMap((name) => items(call.args.values.get(name)));
  return (named.length > 0 ? named : (call.input ?? [])).map((value) => pathOf(value, call));
}

export function pathOf(value: Value, { process }: Pick<CmdletCall, 'process'>): string {
  return absolute(textOf(value), process.folder);
}

/** A file or folder as an object. */
export function fileObject(item: Item): PsObject {
  const name = nameOf(item.path);
  const time = new Date(item.modified);
  return new PsObject({
    type: 'System.IO.FileInfo',
    text: () => item.path,
    properties: {
      name: () => name,
      fullname: () => item.path,
      length: () => (item.folder ? undefined : item.size),
      psiscontainer: () => item.folder,
      directoryname: () => parentOf(item.path),
      lastwritetime: () =>
        `${time.toLocaleDateString('en-US')}  ${time.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' })}`,
    },
  });
}

export async function cannotFind(call: CmdletCall, path: string): Promise<void> {
  await call.fail(`Cannot find path '${path}' because it does not exist.`, 'PathNotFound');
}
