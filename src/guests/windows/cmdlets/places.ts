import { nameOf, parentOf } from '../paths.ts';
import { objectOf } from '../powershell/cast.ts';
import type { Cmdlet } from '../powershell/cmdlet.ts';
import { hasSwitch } from '../powershell/cmdlet.ts';
import { items, textOf } from '../powershell/value.ts';
import { cannotFind, pathsGiven } from './paths.ts';

const getLocation: Cmdlet = {
  names: ['get-location', 'pwd', 'gl'],
  run: ({ process, emit }) => emit(objectOf({ Path: process.folder })),
};

const setLocation: Cmdlet = {
  names: ['set-location', 'cd', 'sl', 'chdir', 'push-location', 'pushd'],
  parameters: ['path', 'literalpath'],
  positions: ['path'],
  async run(call) {
    const [path = 'C:\\'] = pathsGiven(call, 'path', 'literalpath');
    if (call.process.machine.files.isFolder(path)) call.process.folder = path;
    else await cannotFind(call, path);
  },
};

const joinPath: Cmdlet = {
  names: ['join-path'],
  parameters: ['path', 'childpath', 'additionalchildpath'],
  switches: ['resolve'],
  positions: ['path', 'childpath'],
  async run({ args, emit }) {
    const child = textOf(args.values.get('childpath')).replace(/^[\\/]+/, '');
    for (const path of items(args.values.get('path')))
      await emit(`${textOf(path).replace(/[\\/]+$/, '')}\\${child}`);
  },
};

const splitPath: Cmdlet = {
  names: ['split-path'],
  parameters: ['path'],
  switches: ['leaf', 'parent', 'qualifier', 'noqualifier'],
  positions: ['path'],
  async run(call) {
    const text = textOf(call.args.values.get('path') ?? call.input?.[0]).replaceAll('/', '\\');
    await call.emit(
      hasSwitch(call, 'leaf')
        ? nameOf(text)
        : hasSwitch(call, 'qualifier')
          ? text.slice(0, 2)
          : parentOf(text),
    );
  },
};

const resolvePath: Cmdlet = {
  names: ['resolve-path', 'rvpa'],
  parameters: ['path', 'literalpath'],
  positions: ['path'],
  async run(call) {
    for (const path of pathsGiven(call, 'path', 'literalpath')) {
      const found = call.process.machine.files.match(path);
      if (found.length === 0) await cannotFind(call, path);
      for (const item of found) await call.emit(objectOf({ Path: item.path }));
    }
  },
};

export const placeCmdlets: readonly Cmdlet[] = [getLocation, setLocation, joinPath, splitPath, resolvePath];
