import { type Action, ApiError, type Handler } from '../action.ts';
import { flag, requiredText, text } from '../params.ts';
import { invalidParameter } from '../refusal.ts';
import type { World } from '../world.ts';
import { checkedScript, scriptOf, targets } from './commands.ts';
import { begin, runInvocation } from './invocations.ts';

interface StoredCommand {
  readonly script: string;
  readonly parameters: boolean;
}

const tables = new WeakMap<World, Map<string, StoredCommand>>();

function commandsOf(world: World): Map<string, StoredCommand> {
  const known = tables.get(world) ?? new Map<string, StoredCommand>();
  tables.set(world, known);
  return known;
}

const createCommand: Handler = (call, world) => {
  checkedScript(call.params);
  const id = world.newId('c');
  const parameters = flag(call.params, 'EnableParameter');
  commandsOf(world).set(id, { script: scriptOf(call.params), parameters });
  return { CommandId: id };
};

const deleteCommand: Handler = (call, world) => {
  const id = requiredText(call.params, 'CommandId');
  if (!commandsOf(world).delete(id)) throw unknownCommand(id);
  return {};
};

const invokeCommand: Handler = (call, world) => {
  const id = requiredText(call.params, 'CommandId');
  const command = commandsOf(world).get(id);
  if (command === undefined) throw unknownCommand(id);
  const values = command.parameters ? parametersOf(text(call.params, 'Parameters')) : {};
  const script = command.script.replace(
    /\{\{\s*([\w-]+)\s*\}\}/g,
    (all, name: string) => values[name] ?? all,
  );
  const username = text(call.params, 'Username') || 'root';
  const [first] = targets(call, world).map((instance) => {
    const begun = { commandId: id, instanceId: instance.id, region: call.region, username };
    return begin(world, begun, (machine, invocation) =>
      runInvocation(world, script, { machine, invocation }),
    );
  });
  return { InvokeId: first?.id ?? '' };
};

function parametersOf(json: string): Readonly<Record<string, string>> {
  try {
    const value: unknown = JSON.parse(json || '{}');
    const entries = Object.entries(typeof value === 'object' && value !== null ? value : {});
    return Object.fromEntries(entries.map(([name, each]) => [name, String(each)]));
  } catch {
    throw invalidParameter('Parameters', 'it is not JSON');
  }
}

function unknownCommand(id: string): ApiError {
  return new ApiError(404, 'InvalidCmdId.NotFound', `The specified command ID does not exist: ${id}.`);
}

const clientToken = { status: 400, code: 'IdempotentParameterMismatch' };

/** Commands that are kept, to be run more than once. */
export const storedCommandActions: readonly Action[] = [
  {
    name: 'Ecs.CreateCommand',
    required: ['RegionId', 'Name', 'Type', 'CommandContent'],
    handler: createCommand,
    clientToken,
  },
  { name: 'Ecs.InvokeCommand', required: ['RegionId', 'CommandId'], handler: invokeCommand, clientToken },
  { name: 'Ecs.DeleteCommand', required: ['RegionId', 'CommandId'], handler: deleteCommand },
];
