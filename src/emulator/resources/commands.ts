import { MOST_COMMAND } from '../../cloud/alibaba/rules/combinations.ts';
import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { repeated, requiredText, text } from '../params.ts';
import type { World } from '../world.ts';
import type { Instance } from '../world-state.ts';
import { begin, finish, type Invocation, invocationsOf, runInvocation } from './invocations.ts';
import { pageOf } from './page.ts';
import { find, isoSeconds, regionOf } from './table.ts';

/** Bytes of a command, encoded. */
const clientToken = { status: 400, code: 'IdempotentParameterMismatch' };

/** Checks the type and size of a command; gives whether it is one for a Linux shell. */
export function checkedScript(params: Call['params']): boolean {
  const type = requiredText(params, 'Type');
  if (!['RunShellScript', 'RunPowerShellScript', 'RunBatScript'].includes(type))
    throw new ApiError(403, 'InvalidCmdType.NotFound', `The command type does not exist: ${type}.`);
  if (requiredText(params, 'CommandContent').length > MOST_COMMAND)
    throw new ApiError(403, 'CmdContent.ExceedLimit', 'The length of the command content exceeds the limit.');
  return type === 'RunShellScript';
}

/** The text of a command as it was before it was encoded. */
export function scriptOf(params: Call['params']): string {
  const content = requiredText(params, 'CommandContent');
  return text(params, 'ContentEncoding') === 'PlainText'
    ? content
    : Buffer.from(content, 'base64').toString('utf8');
}

const runCommand: Handler = (call, world) => {
  const { params } = call;
  const forLinux = checkedScript(params);
  const script = scriptOf(params);
  const instances = targets(call, world);
  const windows = instances.find(({ osType }) => (osType === 'windows') === forLinux);
  if (windows !== undefined)
    throw new ApiError(
      403,
      'InvalidInstance.NotMatch',
      `The command does not fit the system of ${windows.id}.`,
    );
  const commandId = world.newId('c');
  const [first] = instances.map((instance) => {
    const username = text(params, 'Username') || 'root';
    const begun = { commandId, instanceId: instance.id, region: call.region, username };
    return begin(world, begun, (machine, invocation) =>
      runInvocation(world, script, { machine, invocation }),
    );
  });
  return { CommandId: commandId, InvokeId: first?.id ?? '' };
};

/** The instances that a command is for; they have to be running. */
export function targets(call: Call, world: World): readonly Instance[] {
  const region = regionOf(world, call);
  const ids = repeated(call.params, 'InstanceId');
  const found = ids.map((id) => find(region.instances, id));
  if (found.length === 0 || found.includes(undefined))
    throw new ApiError(404, 'InvalidInstance.NotFound', 'The specified instances do not exist.');
  const instances = found.filter((instance) => instance !== undefined);
  if (instances.some(({ status }) => status !== 'Running'))
    throw new ApiError(400, 'InvalidInstanceStatus', 'The specified instances are not running.');
  return instances;
}

const describeResults: Handler = (call, world) => {
  const page = pageOf(asked(call, world), call.params);
  const plain = text(call.params, 'ContentEncoding') === 'PlainText';
  const rows = page.items.map((invocation) => resultView(invocation, plain));
  return { Invocation: { ...page.fields, InvocationResults: { InvocationResult: rows } } };
};

function asked(call: Call, world: World): readonly Invocation[] {
  const wanted = (name: string, value: string) => ['', value].includes(text(call.params, name));
  return [...invocationsOf(world).values()].filter(
    ({ id, instanceId, commandId, region, file }) =>
      file === undefined &&
      region === call.region &&
      wanted('InvokeId', id) &&
      wanted('InstanceId', instanceId) &&
      wanted('CommandId', commandId),
  );
}

function resultView(invocation: Invocation, plain: boolean) {
  const { status, exitCode, output, finishedAt, createdAt } = invocation;
  return {
    InvokeId: invocation.id,
    CommandId: invocation.commandId,
    InstanceId: invocation.instanceId,
    InvocationStatus: status,
    InvokeRecordStatus: finishedAt === 0 ? 'Running' : 'Finished',
    ...(exitCode === undefined ? {} : { ExitCode: exitCode }),
    Output: output.toString(plain ? 'utf8' : 'base64'),
    Dropped: invocation.dropped,
    ErrorCode: invocation.errorCode,
    ErrorInfo: invocation.errorInfo,
    Username: invocation.username,
    StartTime: isoSeconds(createdAt),
    FinishedTime: finishedAt === 0 ? '' : isoSeconds(finishedAt),
    Repeats: 1,
    TerminationMode: 'Process',
  };
}

const stopInvocation: Handler = (call, world) => {
  const id = requiredText(call.params, 'InvokeId');
  const invocation = invocationsOf(world).get(id);
  if (invocation === undefined)
    throw new ApiError(404, 'InvalidInvokeId.NotFound', `The specified InvokeId does not exist: ${id}.`);
  invocation.running?.kill('KILL');
  finish(world, invocation, 'Terminated');
  return {};
};

/** The agent answers once the system inside has booted. */
const describeStatus: Handler = (call, world) => {
  const region = regionOf(world, call);
  const ids = repeated(call.params, 'InstanceId');
  const found = Object.values(region.instances).filter(({ id }) => ids.length === 0 || ids.includes(id));
  const page = pageOf(found, call.params);
  const rows = page.items.map(({ id, osType }) => {
    const up = world.guests?.machine(id) !== undefined;
    return {
      InstanceId: id,
      CloudAssistantStatus: String(up),
      CloudAssistantVersion: up ? '2.2.3.541' : '',
      OSType: osType === 'windows' ? 'Windows' : 'Linux',
      SupportSessionManager: up,
      LastHeartbeatTime: up ? isoSeconds(world.now()) : '',
    };
  });
  return { ...page.fields, InstanceCloudAssistantStatusSet: { InstanceCloudAssistantStatus: rows } };
};

/** Cloud Assistant: commands in instances without a connection to them. */
export const commandActions: readonly Action[] = [
  {
    name: 'Ecs.RunCommand',
    required: ['RegionId', 'Type', 'CommandContent'],
    handler: runCommand,
    clientToken,
  },
  { name: 'Ecs.DescribeInvocationResults', required: ['RegionId'], handler: describeResults },
  { name: 'Ecs.StopInvocation', required: ['RegionId', 'InvokeId'], handler: stopInvocation },
  { name: 'Ecs.DescribeCloudAssistantStatus', required: ['RegionId'], handler: describeStatus },
];
