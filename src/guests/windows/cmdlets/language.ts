import { streamReader } from '../dotnet/streams.ts';
import { taskScheduler } from '../dotnet/task-scheduler.ts';
import type { Cmdlet, CmdletCall } from '../powershell/cmdlet.ts';
import { unsupported } from '../powershell/failure.ts';
import { parseScript } from '../powershell/parse-statement.ts';
import { items, numberOf, PsObject, ScriptBlock, textOf, type Value } from '../powershell/value.ts';
import { given } from './output.ts';

const newObject: Cmdlet = {
  names: ['new-object'],
  parameters: ['typename', 'argumentlist', 'comobject'],
  positions: ['typename', 'argumentlist'],
  run: async (call) => call.emit(makeObject(call)),
};

function makeObject({ args, process }: CmdletCall): Value {
  const com = textOf(args.values.get('comobject')).toLowerCase();
  if (com === 'schedule.service') return taskScheduler(process);
  const type = textOf(args.values.get('typename'))
    .toLowerCase()
    .replace(/^system\./, '');
  const list = items(args.values.get('argumentlist'));
  if (type === 'byte[]') return new Uint8Array(numberOf(list[0]));
  if (type === 'xml.xmlnamespacemanager')
    return new PsObject({
      type: 'System.Xml.XmlNamespaceManager',
      methods: { addnamespace: () => undefined },
    });
  if (type === 'io.streamreader') return streamReader(list[0] ?? args.rest[0]);
  throw unsupported(`New-Object ${type || com}`);
}

const addType: Cmdlet = {
  names: ['add-type', 'set-psdebug'],
  parameters: ['assemblyname', 'trace'],
  run: async () => undefined,
};

const invokeExpression: Cmdlet = {
  names: ['invoke-expression', 'iex'],
  parameters: ['command'],
  positions: ['command'],
  async run(call) {
    for (const text of given(call, 'command')) {
      const block = new ScriptBlock(parseScript(textOf(text)), call.scope);
      for (const value of await call.invoke(block)) await call.emit(value);
    }
  },
};

const setVariable: Cmdlet = {
  names: ['set-variable', 'sv'],
  parameters: ['name', 'value'],
  positions: ['name', 'value'],
  async run({ args, scope }) {
    const name = textOf(args.values.get('name')).replace(/^(variable:)?(global:|script:)?/i, '');
    scope.session.globals.set(name.toLowerCase(), args.values.get('value'));
  },
};

const forEach: Cmdlet = {
  names: ['foreach-object', 'foreach', '%'],
  parameters: ['process'],
  positions: ['process'],
  async run({ args, input = [], emit, invoke }) {
    const block = args.values.get('process');
    if (!(block instanceof ScriptBlock)) throw unsupported('ForEach-Object without a block');
    for (const item of input) for (const value of await invoke(block, { item })) await emit(value);
  },
};

const select: Cmdlet = {
  names: ['select-object', 'select'],
  parameters: ['first', 'skip'],
  async run({ args, input = [], emit }) {
    const skipped = input.slice(numberOf(args.values.get('skip')));
    const first = args.values.get('first');
    for (const item of first === undefined ? skipped : skipped.slice(0, numberOf(first))) await emit(item);
  },
};

export const languageCmdlets: readonly Cmdlet[] = [
  newObject,
  addType,
  invokeExpression,
  setVariable,
  forEach,
  select,
];
