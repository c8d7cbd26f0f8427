import { streamReader } from '../dotnet/streams.ts';
import { taskScheduler } from '../dotnet/task-scheduler.ts';
import { objectOf } from '../powershell/cast.ts';
import type { Cmdlet, CmdletCall } from '../powershell/cmdlet.ts';
import { PsError } from '../powershell/failure.ts';
import { parseScript } from '../powershell/parse-statement.ts';
import { Hash, items, numberOf, PsObject, ScriptBlock, textOf, type Value } from '../powershell/value.ts';
import { given } from './output.ts';

const newObject: Cmdlet = {
  names: ['new-object'],
  parameters: ['typename', 'argumentlist', 'comobject', 'property'],
  switches: ['strict'],
  positions: ['typename', 'argumentlist'],
  run: async (call) => call.emit(makeObject(call)),
};

function makeObject({ args, process }: CmdletCall): Value {
  const com = textOf(args.values.get('comobject')).toLowerCase();
  if (com === 'schedule.service') return taskScheduler(process);
  if (com !== '')
    throw new PsError(
      `Retrieving the COM class factory for ${com} failed: it is not registered on this guest.`,
    );
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
  if (type === 'psobject' || type === 'pscustomobject' || type === 'object') {
    const properties = args.values.get('property');
    return objectOf(properties instanceof Hash ? Object.fromEntries(properties.entries.values()) : {});
  }
  throw new PsError(`Cannot find type [${type}]: verify that the assembly containing this type is loaded.`, {
    id: 'TypeNotFound',
  });
}

const addType: Cmdlet = {
  names: ['add-type', 'import-module', 'set-psdebug', 'set-strictmode', 'set-executionpolicy'],
  parameters: [
    'assemblyname',
    'typedefinition',
    'path',
    'name',
    'trace',
    'version',
    'executionpolicy',
    'scope',
  ],
  switches: ['force', 'step', 'strict', 'off'],
  positions: ['assemblyname', 'name'],
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
  names: ['set-variable', 'sv', 'new-variable'],
  parameters: ['name', 'value', 'scope', 'option'],
  switches: ['force', 'passthru'],
  positions: ['name', 'value'],
  async run({ args, scope }) {
    const name = textOf(args.values.get('name')).replace(/^(variable:)?(global:|script:)?/i, '');
    scope.session.globals.set(name.toLowerCase(), args.values.get('value'));
  },
};

const getVariable: Cmdlet = {
  names: ['get-variable', 'gv'],
  parameters: ['name', 'scope'],
  switches: ['valueonly'],
  positions: ['name'],
  run: async ({ args, scope, emit }) => emit(scope.get(textOf(args.values.get('name')))),
};

const getDate: Cmdlet = {
  names: ['get-date'],
  parameters: ['format', 'date', 'uformat'],
  positions: ['date'],
  async run({ args, emit }) {
    const now = new Date().toISOString();
    const format = textOf(args.values.get('format'));
    const fields: Readonly<Record<string, string>> = {
      yyyy: now.slice(0, 4),
      MM: now.slice(5, 7),
      dd: now.slice(8, 10),
      HH: now.slice(11, 13),
      mm: now.slice(14, 16),
      ss: now.slice(17, 19),
    };
    await emit(
      format === '' ? now : format.replace(/yyyy|MM|dd|HH|mm|ss/g, (field) => fields[field] ?? field),
    );
  },
};

const executionPolicy: Cmdlet = {
  names: ['get-executionpolicy'],
  parameters: ['scope'],
  run: ({ emit }) => emit('RemoteSigned'),
};

export const languageCmdlets: readonly Cmdlet[] = [
  newObject,
  addType,
  invokeExpression,
  setVariable,
  getVariable,
  getDate,
  executionPolicy,
];
