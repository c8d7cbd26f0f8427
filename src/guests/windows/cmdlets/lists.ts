import { objectOf } from '../powershell/cast.ts';
import type { Cmdlet, CmdletCall } from '../powershell/cmdlet.ts';
import { member } from '../powershell/members.ts';
import { binary, compare } from '../powershell/operators.ts';
import {
  Hash,
  isList,
  items,
  numberOf,
  PsObject,
  ScriptBlock,
  textOf,
  truthy,
  type Value,
} from '../powershell/value.ts';

function blocks(call: CmdletCall, name: string): readonly ScriptBlock[] {
  return [...items(call.args.values.get(name)), ...call.args.rest].filter(
    (value) => value instanceof ScriptBlock,
  );
}

const forEach: Cmdlet = {
  names: ['foreach-object', 'foreach', '%'],
  parameters: ['process', 'begin', 'end', 'membername'],
  positions: ['process'],
  async run(call) {
    const { args, input = [], emit } = call;
    const run = async (name: string, list: readonly Value[]) => {
      for (const item of list)
        for (const block of blocks({ ...call, args: { ...args, rest: [] } }, name))
          for (const value of await call.invoke(block, { item })) await emit(value);
    };
    const property = args.values.get('process');
    await run('begin', [undefined]);
    if (property instanceof ScriptBlock || isList(property)) await run('process', input);
    else
      for (const item of input)
        await emit(member(item, textOf(property ?? args.values.get('membername')), call.scope));
    await run('end', [undefined]);
  },
};

const where: Cmdlet = {
  names: ['where-object', 'where', '?'],
  parameters: [
    'filterscript',
    'property',
    'value',
    'eq',
    'ne',
    'gt',
    'lt',
    'ge',
    'le',
    'like',
    'match',
    'notlike',
    'notmatch',
  ],
  positions: ['filterscript', 'value'],
  async run(call) {
    const { args, input = [], emit, scope } = call;
    const [block] = blocks(call, 'filterscript');
    const operator = ['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'like', 'match', 'notlike', 'notmatch'].find(
      (name) => args.values.has(name),
    );
    const property = textOf(args.values.get('filterscript') ?? args.values.get('property'));
    for (const item of input) {
      const value = () => member(item, property, scope);
      const holds =
        block !== undefined
          ? truthy((await call.invoke(block, { item })).at(-1))
          : truthy(
              operator === undefined
                ? value()
                : binary(`-${operator}`, value(), args.values.get(operator), scope),
            );
      if (holds) await emit(item);
    }
  },
};

const select: Cmdlet = {
  names: ['select-object', 'select'],
  parameters: ['property', 'first', 'last', 'skip', 'expandproperty', 'index'],
  switches: ['unique'],
  positions: ['property'],
  async run({ args, input = [], emit, scope }) {
    const count = (name: string) => (args.values.has(name) ? numberOf(args.values.get(name)) : undefined);
    let list = input.slice(count('skip') ?? 0);
    if (count('first') !== undefined) list = list.slice(0, count('first'));
    if (count('last') !== undefined) list = list.slice(Math.max(0, list.length - (count('last') ?? 0)));
    if (args.values.get('unique') === true)
      list = list.filter((item, index) => list.findIndex((each) => textOf(each) === textOf(item)) === index);
    const expanded = textOf(args.values.get('expandproperty'));
    const names = items(args.values.get('property')).map(textOf);
    for (const item of list) {
      if (expanded !== '') await emit(member(item, expanded, scope));
      else if (names.length === 0 || names.includes('*')) await emit(item);
      else await emit(objectOf(Object.fromEntries(names.map((name) => [name, member(item, name, scope)]))));
    }
  },
};

const sort: Cmdlet = {
  names: ['sort-object', 'sort'],
  parameters: ['property'],
  switches: ['descending', 'unique'],
  positions: ['property'],
  async run({ args, input = [], emit, scope }) {
    const name = textOf(args.values.get('property'));
    const key = (item: Value) => (name === '' ? item : member(item, name, scope));
    const sorted = [...input].sort((left, right) => compare(key(left), key(right)));
    for (const item of args.values.get('descending') === true ? sorted.reverse() : sorted) await emit(item);
  },
};

const measure: Cmdlet = {
  names: ['measure-object', 'measure'],
  parameters: ['property'],
  switches: ['sum', 'average', 'maximum', 'minimum', 'line', 'character', 'word'],
  positions: ['property'],
  async run({ args, input = [], emit, scope }) {
    const name = textOf(args.values.get('property'));
    const numbers = input.map((item) => numberOf(name === '' ? item : member(item, name, scope)));
    const sum = numbers.reduce((all, each) => all + each, 0);
    await emit(
      objectOf({
        Count: input.length,
        Sum: sum,
        Average: sum / Math.max(1, input.length),
        Maximum: Math.max(...numbers),
        Minimum: Math.min(...numbers),
      }),
    );
  },
};

const toJson: Cmdlet = {
  names: ['convertto-json'],
  parameters: ['inputobject', 'depth'],
  switches: ['compress'],
  positions: ['inputobject'],
  async run({ args, input, emit }) {
    const list = args.values.has('inputobject') ? items(args.values.get('inputobject')) : (input ?? []);
    const plain = list.length === 1 ? json(list[0]) : list.map(json);
    await emit(JSON.stringify(plain, undefined, args.values.get('compress') === true ? undefined : 4));
  },
};

function json(value: Value): unknown {
  if (isList(value)) return value.map(json);
  if (value instanceof Hash)
    return Object.fromEntries([...value.entries.values()].map(([name, each]) => [name, json(each)]));
  if (value instanceof PsObject) {
    const { shown = [], properties } = value.members;
    return Object.fromEntries(shown.map((name) => [name, json(properties?.[name.toLowerCase()]?.())]));
  }
  return value === undefined ? null : typeof value === 'object' ? textOf(value) : value;
}

export const listCmdlets: readonly Cmdlet[] = [forEach, where, select, sort, measure, toJson];
