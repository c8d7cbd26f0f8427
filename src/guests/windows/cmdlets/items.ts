import type { Item } from '../files.ts';
import { matches, nameOf, parentOf } from '../paths.ts';
import { type Cmdlet, type CmdletCall, hasSwitch } from '../powershell/cmdlet.ts';
import { items, numberOf, textOf } from '../powershell/value.ts';
import { cannotFind, fileObject, pathsGiven } from './paths.ts';
import { setServiceItem } from './service-settings.ts';

const newItem: Cmdlet = {
  names: ['new-item', 'ni', 'mkdir', 'md'],
  parameters: ['path', 'name', 'itemtype', 'value', 'transport', 'address', 'certificatethumbprint'],
  switches: ['force'],
  positions: ['path'],
  async run(call) {
    const { values } = call.args;
    if (setServiceItem(call)) return;
    const { files } = call.process.machine;
    const kind = textOf(values.get('itemtype')).toLowerCase();
    for (const path of pathsGiven(call, 'path')) {
      const full = values.has('name') ? `${path}\\${textOf(values.get('name'))}` : path;
      if (/^hk(lm|cu):/i.test(textOf(values.get('path'))))
        return registry(call, textOf(values.get('path')), true);
      if (files.find(full) !== undefined && !hasSwitch(call, 'force')) {
        await call.fail(`An item with the specified name ${full} already exists.`, 'DirectoryExist');
        continue;
      }
      if (/^d|^container/.test(kind) || kind === '') files.makeFolder(full);
      else files.write(full, Buffer.from(textOf(values.get('value'))), { make: hasSwitch(call, 'force') });
      const made = files.find(full);
      if (made !== undefined) await call.emit(fileObject(made));
    }
  },
};

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
  parameters: ['path', 'literalpath', 'include', 'exclude', 'filter'],
  switches: ['recurse', 'force'],
  positions: ['path'],
  async run(call) {
    const { files } = call.process.machine;
    const name = textOf(call.args.values.get('path'));
    if (/^hk(lm|cu):/i.test(name)) return registry(call, name, false);
    if (/^env:/i.test(name)) return call.process.environment.set(name.slice(4).replace(/^\\/, ''), '');
    for (const path of pathsGiven(call, 'path', 'literalpath')) {
      const found = files.match(path);
      if (found.length === 0 && !/[*?]/.test(path)) await cannotFind(call, path);
      for (const item of found)
        files.remove(item.path, { recurse: hasSwitch(call, 'recurse') || hasSwitch(call, 'force') });
    }
  },
};

const testPath: Cmdlet = {
  names: ['test-path'],
  parameters: ['path', 'literalpath', 'pathtype'],
  switches: ['isvalid'],
  positions: ['path'],
  async run(call) {
    const { args, process, scope, emit } = call;
    const kind = textOf(args.values.get('pathtype')).toLowerCase();
    const texts = items(args.values.get('path') ?? args.values.get('literalpath') ?? call.input).map(textOf);
    for (const [index, text] of texts.entries()) {
      const [, drive = '', rest = ''] = /^(variable|env|hklm|hkcu|function):\\?(.*)$/i.exec(text) ?? [];
      const place = drive.toLowerCase();
      if (place === 'variable')
        await emit(scope.has(rest.replace(/^(global|script):/i, '')) || /progresspreference/i.test(rest));
      else if (place === 'env') await emit(process.environment.get(rest) !== undefined);
      else if (place === 'function') await emit(scope.findFunction(rest) !== undefined);
      else if (place !== '') await emit(process.machine.settings.now.registry.includes(registryKey(text)));
      else await emit(isThere(call, pathsGiven(call, 'path', 'literalpath')[index] ?? '', kind));
    }
  },
};

function isThere({ process }: CmdletCall, path: string, kind: string): boolean {
  return process.machine.files
    .match(path)
    .some(({ folder }) => (kind === 'container' ? folder : kind === 'leaf' ? !folder : true));
}

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
  parameters: ['path', 'literalpath', 'filter', 'include', 'exclude', 'depth'],
  switches: ['recurse', 'force', 'name', 'file', 'directory', 'hidden'],
  positions: ['path', 'filter'],
  async run(call) {
    const { args, process, emit } = call;
    if (/^env:/i.test(textOf(args.values.get('path')))) {
      for (const [name, value] of process.environment.all()) await emit(`${name.padEnd(30)} ${value}`);
      return;
    }
    const given = pathsGiven(call, 'path', 'literalpath');
    for (const path of given.length > 0 ? given : [process.folder]) {
      if (process.machine.files.match(path).length === 0 && !/[*?]/.test(path)) await cannotFind(call, path);
      for (const item of below(call, path))
        await emit(hasSwitch(call, 'name') ? nameOf(item.path) : fileObject(item));
    }
  },
};

function below(call: CmdletCall, path: string): readonly Item[] {
  const { files } = call.process.machine;
  const filter = textOf(call.args.values.get('filter') ?? call.args.values.get('include')) || '*';
  const depth = call.args.values.has('depth')
    ? numberOf(call.args.values.get('depth'))
    : hasSwitch(call, 'recurse')
      ? 99
      : 0;
  const walk = (folder: string, left: number): readonly Item[] =>
    files
      .list(folder)
      .flatMap((item) => [item, ...(item.folder && left > 0 ? walk(item.path, left - 1) : [])]);
  const found = files.isFolder(path) ? walk(path, depth) : files.match(path);
  return found.filter(
    (item) =>
      matches(filter, nameOf(item.path)) &&
      !(hasSwitch(call, 'file') && item.folder) &&
      !(hasSwitch(call, 'directory') && !item.folder),
  );
}

function transfer(names: readonly string[], move: boolean): Cmdlet {
  return {
    names,
    parameters: ['path', 'literalpath', 'destination', 'newname'],
    switches: ['recurse', 'force', 'passthru'],
    positions: move && names[0] === 'rename-item' ? ['path', 'newname'] : ['path', 'destination'],
    async run(call) {
      const { files } = call.process.machine;
      for (const path of pathsGiven(call, 'path', 'literalpath')) {
        const found = files.match(path);
        if (found.length === 0) await cannotFind(call, path);
        for (const item of found) {
          const to = call.args.values.has('newname')
            ? `${parentOf(item.path)}\\${textOf(call.args.values.get('newname'))}`
            : (pathsGiven(call, 'destination')[0] ?? '');
          const target = files.isFolder(to) ? `${to}\\${nameOf(item.path)}` : to;
          if (move && hasSwitch(call, 'force') && files.find(target) !== undefined)
            files.remove(target, { recurse: true });
          if (move) files.move(item.path, target);
          else files.copy(item.path, target);
        }
      }
    },
  };
}

export const itemCmdlets: readonly Cmdlet[] = [
  newItem,
  removeItem,
  testPath,
  getItem,
  getChildren,
  transfer(['copy-item', 'copy', 'cp', 'cpi'], false),
  transfer(['move-item', 'move', 'mv', 'mi'], true),
  transfer(['rename-item', 'ren', 'rni'], true),
];
