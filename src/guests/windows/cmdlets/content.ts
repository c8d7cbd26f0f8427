import { createHash } from 'node:crypto';
import { objectOf } from '../powershell/cast.ts';
import { type Cmdlet, type CmdletCall, hasSwitch } from '../powershell/cmdlet.ts';
import { scriptText } from '../powershell/run-block.ts';
import { items, numberOf, textOf } from '../powershell/value.ts';
import { cannotFind, pathOf, pathsGiven } from './paths.ts';

export function writeText(
  call: CmdletCall,
  path: string,
  { text, append, encoding }: { readonly text: string; readonly append: boolean; readonly encoding: string },
): void {
  const { files } = call.process.machine;
  const full = pathOf(path, call);
  const wide = encoding.toLowerCase() === 'unicode';
  const bytes = Buffer.from(text, wide ? 'utf16le' : 'utf8');
  if (append && files.find(full) !== undefined) files.append(full, bytes);
  else files.write(full, wide ? Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]) : bytes);
}

const getContent: Cmdlet = {
  names: ['get-content', 'gc', 'cat', 'type'],
  parameters: [
    'path',
    'literalpath',
    'totalcount',
    'tail',
    'encoding',
    'first',
    'head',
    'readcount',
    'delimiter',
  ],
  switches: ['raw', 'wait', 'force'],
  positions: ['path'],
  async run(call) {
    const { args, process, emit } = call;
    for (const path of pathsGiven(call, 'path', 'literalpath')) {
      const found = process.machine.files.match(path).filter(({ folder }) => !folder);
      if (found.length === 0) await cannotFind(call, path);
      for (const { path: file } of found) {
        const text = scriptText(process.machine.files.read(file));
        if (hasSwitch(call, 'raw')) {
          await emit(text);
          continue;
        }
        const lines = text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/);
        const first = args.values.get('totalcount') ?? args.values.get('first') ?? args.values.get('head');
        const last = args.values.get('tail');
        const some = first === undefined ? lines : lines.slice(0, numberOf(first));
        for (const line of last === undefined ? some : some.slice(-numberOf(last))) await emit(line);
      }
    }
  },
};

function writing(names: readonly string[], append: boolean): Cmdlet {
  return {
    names,
    parameters: ['path', 'literalpath', 'value', 'encoding'],
    switches: ['force', 'nonewline', 'passthru'],
    positions: ['path', 'value'],
    async run(call) {
      const { values } = call.args;
      const list = values.has('value') ? items(values.get('value')) : (call.input ?? []);
      const end = hasSwitch(call, 'nonewline') ? '' : '\r\n';
      const text = list.map((value) => `${textOf(value)}${end}`).join('');
      for (const path of items(values.get('path') ?? values.get('literalpath')))
        writeText(call, pathOf(path, call), { text, append, encoding: textOf(values.get('encoding')) });
    },
  };
}

const getHash: Cmdlet = {
  names: ['get-filehash'],
  parameters: ['path', 'literalpath', 'algorithm'],
  positions: ['path'],
  async run(call) {
    const algorithm = textOf(call.args.values.get('algorithm')).toLowerCase() || 'sha256';
    for (const path of pathsGiven(call, 'path', 'literalpath')) {
      const hash = createHash(algorithm).update(call.process.machine.files.read(path)).digest('hex');
      await call.emit(objectOf({ Algorithm: algorithm.toUpperCase(), Hash: hash.toUpperCase(), Path: path }));
    }
  },
};

const selectString: Cmdlet = {
  names: ['select-string', 'sls'],
  parameters: ['pattern', 'path', 'inputobject'],
  switches: ['simplematch', 'quiet', 'casesensitive'],
  positions: ['pattern', 'path'],
  async run(call) {
    const { args, process, emit } = call;
    const pattern = new RegExp(
      textOf(args.values.get('pattern')),
      hasSwitch(call, 'casesensitive') ? '' : 'i',
    );
    const lines = args.values.has('path')
      ? pathsGiven(call, 'path').flatMap((path) =>
          scriptText(process.machine.files.read(path)).split(/\r?\n/),
        )
      : (call.input ?? []).map(textOf);
    const found = lines.filter((line) => pattern.test(line));
    if (hasSwitch(call, 'quiet')) return emit(found.length > 0);
    for (const line of found) await emit(line);
  },
};

export const contentCmdlets: readonly Cmdlet[] = [
  getContent,
  writing(['set-content', 'sc'], false),
  writing(['add-content', 'ac'], true),
  getHash,
  selectString,
];
