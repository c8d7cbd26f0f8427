import { type Cmdlet, hasSwitch } from '../powershell/cmdlet.ts';
import { scriptText } from '../powershell/run-block.ts';
import { items, textOf } from '../powershell/value.ts';
import { cannotFind, pathOf, pathsGiven } from './paths.ts';

const getContent: Cmdlet = {
  names: ['get-content', 'gc', 'cat', 'type'],
  parameters: ['path', 'literalpath', 'encoding'],
  positions: ['path'],
  async run(call) {
    for (const path of pathsGiven(call, 'path', 'literalpath')) {
      const found = call.process.machine.files.match(path).filter(({ folder }) => !folder);
      if (found.length === 0) await cannotFind(call, path);
      for (const { path: file } of found) {
        const text = scriptText(call.process.machine.files.read(file));
        const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
        for (const line of lines) await call.emit(line);
      }
    }
  },
};

function writing(names: readonly string[], append: boolean): Cmdlet {
  return {
    names,
    parameters: ['path', 'literalpath', 'value', 'encoding'],
    switches: ['force', 'nonewline'],
    positions: ['path', 'value'],
    async run(call) {
      const { files } = call.process.machine;
      const { values } = call.args;
      const list = values.has('value') ? items(values.get('value')) : (call.input ?? []);
      const end = hasSwitch(call, 'nonewline') ? '' : '\r\n';
      const bytes = Buffer.from(list.map((value) => `${textOf(value)}${end}`).join(''));
      for (const given of items(values.get('path') ?? values.get('literalpath'))) {
        const path = pathOf(given, call);
        if (append && files.find(path) !== undefined) files.append(path, bytes);
        else files.write(path, bytes);
      }
    },
  };
}

export const contentCmdlets: readonly Cmdlet[] = [
  getContent,
  writing(['set-content', 'sc'], false),
  writing(['add-content', 'ac'], true),
];
