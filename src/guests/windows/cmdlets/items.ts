import type { Item } from '../files.ts';
import { nameOf } from '../paths.ts';
import { objectOf } from '../powershell/cast.ts';
import { type Cmdlet, type CmdletCall, hasSwitch } from '../powershell/cmdlet.ts';
import { items, textOf } from '../powershell/value.ts';
import { cannotFind, fileObject, pathsGiven } from './paths.ts';

const newItem: Cmdlet = {
  names: ['new-item', 'ni', 'mkdir', 'md'],
  parameters: ['path', 'itemtype', 'value'],
  switches: ['force'],
  positions: ['path'],
  async run(call) {
    const { files } = call.process.machine;
    const { values } = call.args;
    if (isRegistry(values.get('path'))) return registry(call, textOf(values.get('path')), true);
    for (const path of pathsGiven(call, 'path')) {
      if (/^file$/i.test(textOf(values.get('itemtype'))))
        files.write(path, Buffer.from(textOf(values.get('value'))), { make: hasSwitch(call, 'force') });
      else files.makeFolder(path);
      const made = files.find(path);
      if (made !== undefined) await call.emit(fileObject(made));
    }
  },
};

function isRegistry(path: unknown): boolean {
  return typeof path === 'string' && /^hk(lm|cu):/i.test(path);
}

function registry({ process }: CmdletCall, path: string, there: boolean): void {
  const { settings } = process.machine;
  const key = registryKey(path);
  const others = settings.now.registry.filter((each) => each !== key);
  settings.change({ registry: there ? [...others, key] : others });
}

function registryKey(path: string): string {
  return path
    .toLowerCase()
    .replaceAll('/', '\\')
    .replace(/^(hk\w+):\\?/, '$1:\\')
    .replace(/\\+$/, '');
}

const removeItem: Cmdlet = {
  names: ['remove-item', 'ri', 'rm', 'rmdir', 'del', 'erase', 'rd'],
  parameters: ['path', 'literalpath'],
  switches: ['recurse', 'force'],
  positions: ['path'],
  async run(call) {
    const { files } = call.process.machine;
    const path = call.args.values.get('path');
    if (isRegistry(path)) return registry(call, textOf(path), false);
    for (const each of pathsGiven(call, 'path', 'literalpath')) {
      const found = files.match(each);
      if (found.length === 0) await cannotFind(call, each);
      const recurse = hasSwitch(call, 'recurse') || hasSwitch(call, 'force');
      for (const item of found) files.remove(item.path, { recurse });
    }
  },
};

/** Files, `variable:` and keys of the registry. */
const testPath: Cmdlet = {
  names: ['test-path'],
  parameters: ['path', 'literalpath'],
  positions: ['path'],
  async run(call) {
    const { args, process, scope, emit } = call;
    for (const text of items(args.values.get('path') ?? args.values.get('literalpath')).map(textOf)) {
      const variable = /^variable:(?:global:)?(.*)$/i.exec(text)?.[1];
      if (variable !== undefined)
        await emit(scope.has(variable) || variable.toLowerCase() === 'progresspreference');
      else if (isRegistry(text))
        await emit(process.machine.settings.now.registry.includes(registryKey(text)));
      else
        await emit(
          pathsGiven(call, 'path', 'literalpath').some(
            (path) => process.machine.files.match(path).length > 0,
          ),
        );
    }
  },
};

const getItem: Cmdlet = {
  names: ['get-item', 'gi'],
  parameters: ['path', 'literalpath'],
  switches: ['force'],
  positions: ['path'],
  async run(call) {
    for (const path of pathsGiven(call, 'path', 'literalpath')) {
      const found = call.process.machine.files.match(path);
      if (found.length === 0) await cannotFind(call, path);
      for (const item of found) await call.emit(fileObject(item));
    }
  },
};

const getChildren: Cmdlet = {
  names: ['get-childitem', 'gci', 'dir', 'ls'],
  parameters: ['path', 'literalpath'],
  switches: ['recurse', 'force', 'name'],
  positions: ['path'],
  async run(call) {
    const { files } = call.process.machine;
    const given = pathsGiven(call, 'path', 'literalpath');
    for (const path of given.length > 0 ? given : [call.process.folder]) {
      if (files.match(path).length === 0) await cannotFind(call, path);
      for (const item of files.isFolder(path) ? below(call, path) : files.match(path))
        await call.emit(hasSwitch(call, 'name') ? nameOf(item.path) : fileObject(item));
    }
  },
};

function below(call: CmdletCall, folder: string): readonly Item[] {
  const found = call.process.machine.files.list(folder);
  if (!hasSwitch(call, 'recurse')) return found;
  return found.flatMap((item) => [item, ...(item.folder ? below(call, item.path) : [])]);
}

const getLocation: Cmdlet = {
  names: ['get-location', 'pwd', 'gl'],
  run: ({ process, emit }) => emit(objectOf({ Path: process.folder })),
};

const setLocation: Cmdlet = {
  names: ['set-location', 'cd', 'sl', 'chdir'],
  parameters: ['path', 'literalpath'],
  positions: ['path'],
  async run(call) {
    const [path = 'C:\\'] = pathsGiven(call, 'path', 'literalpath');
    if (call.process.machine.files.isFolder(path)) call.process.folder = path;
    else await cannotFind(call, path);
  },
};

export const itemCmdlets: readonly Cmdlet[] = [
  newItem,
  removeItem,
  testPath,
  getItem,
  getChildren,
  getLocation,
  setLocation,
];
