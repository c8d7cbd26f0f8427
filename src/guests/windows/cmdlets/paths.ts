import type { Item } from '../files.ts';
import { absolute, nameOf, parentOf } from '../paths.ts';
import type { CmdletCall } from '../powershell/cmdlet.ts';
import { items, PsObject, textOf, type Value } from '../powershell/value.ts';

/** Paths by parameter or pipe: texts, or files that another command gave. */
export function pathsGiven(call: CmdletCall, ...names: readonly string[]): readonly string[] {
  const named = names
    .filter((name) => call.args.values.has(name))
    .flatMap((name) => items(call.args.values.get(name)));
  return (named.length > 0 ? named : (call.input ?? [])).map((value) => pathOf(value, call));
}

export function pathOf(value: Value, { process }: Pick<CmdletCall, 'process'>): string {
  const full = value instanceof PsObject ? value.members.properties?.['fullname']?.() : undefined;
  const text = textOf(full ?? value).replace(/^(microsoft\.powershell\.core\\)?filesystem::/i, '');
  return absolute(
    text.replace(/^~(?=[\\/]|$)/, process.environment.get('USERPROFILE') ?? '~'),
    process.folder,
  );
}

/** A file or folder as an object. */
export function fileObject(item: Item): PsObject {
  const name = nameOf(item.path);
  const time = new Date(item.modified);
  const extension = /\.[^.]*$/.exec(name)?.[0] ?? '';
  return new PsObject({
    type: 'System.IO.FileInfo',
    shown: ['Name', 'FullName', 'Length', 'LastWriteTime'],
    text: () => item.path,
    properties: {
      name: () => name,
      fullname: () => item.path,
      length: () => (item.folder ? undefined : item.size),
      psiscontainer: () => item.folder,
      directoryname: () => parentOf(item.path),
      extension: () => (item.folder ? '' : extension),
      basename: () => (item.folder || extension === '' ? name : name.slice(0, -extension.length)),
      lastwritetime: () =>
        `${time.toLocaleDateString('en-US')}  ${time.toLocaleTimeString('en-US', { hour: 'numeric', minute: '2-digit' })}`,
      exists: () => true,
    },
  });
}

export async function cannotFind(call: CmdletCall, path: string): Promise<void> {
  await call.fail(`Cannot find path '${path}' because it does not exist.`, 'PathNotFound');
}
