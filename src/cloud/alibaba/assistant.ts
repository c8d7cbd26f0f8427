import { DescribeCloudAssistantStatusRequest } from '@alicloud/ecs20140526/dist/models/DescribeCloudAssistantStatusRequest.js';
import type { DescribeCloudAssistantStatusResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeCloudAssistantStatusResponseBody.js';
import { DescribeInvocationResultsRequest } from '@alicloud/ecs20140526/dist/models/DescribeInvocationResultsRequest.js';
import type { DescribeInvocationResultsResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeInvocationResultsResponseBody.js';
import { RunCommandRequest } from '@alicloud/ecs20140526/dist/models/RunCommandRequest.js';
import type { RunCommandResponseBody } from '@alicloud/ecs20140526/dist/models/RunCommandResponseBody.js';
import { StopInvocationRequest } from '@alicloud/ecs20140526/dist/models/StopInvocationRequest.js';
import type { Assistant, Invocation } from '../assistant.ts';
import { send, sent } from './assistant-files.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { params } from './wire.ts';

/** Seconds that a command may take: the most that the service grants. */
const longest = 86_400;
const final =
  /^(Success|Finished|Failed|Error|Timeout|Invalid|Aborted|Cancelled|Stopped|Terminated|PartialFailed)$/;

export function assistant(client: Client): Assistant {
  return {
    ready: (instanceId, signal) => ready(client, instanceId, signal),
    run: (order, signal) => run(client, order, signal),
    result: (id, instanceId, signal) => result(client, { id, instanceId, signal }),
    stop: (id, instanceId, signal) => stop(client, { id, instanceId, signal }),
    send: (order, signal) => send(client, order, signal),
    sent: (id, signal) => sent(client, id, signal),
  };
}

export function isFinal(status: string | undefined): boolean {
  return final.test(status ?? '');
}

async function ready(client: Client, instanceId: string, signal: AbortSignal): Promise<boolean> {
  const answer = await client.call<DescribeCloudAssistantStatusResponseBody>({
    product: 'Ecs',
    action: 'DescribeCloudAssistantStatus',
    params: params(DescribeCloudAssistantStatusRequest, { instanceId: [instanceId] }),
    doing: `Looking for the Cloud Assistant of instance ${instanceId}`,
    signal,
  });
  const [row] = answer.InstanceCloudAssistantStatusSet?.InstanceCloudAssistantStatus ?? [];
  return row?.CloudAssistantStatus?.toLowerCase() === 'true';
}

async function run(
  client: Client,
  { instanceId, script, user, token }: Parameters<Assistant['run']>[0],
  signal: AbortSignal,
): Promise<string> {
  const doing = `Running a command on instance ${instanceId}`;
  const answer = await client.call<RunCommandResponseBody>({
    product: 'Ecs',
    action: 'RunCommand',
    params: params(RunCommandRequest, {
      instanceId: [instanceId],
      type: 'RunShellScript',
      commandContent: Buffer.from(script).toString('base64'),
      contentEncoding: 'Base64',
      timeout: longest,
      username: user,
      clientToken: token,
    }),
    doing,
    signal,
  });
  return created(answer.InvokeId, { doing, region: client.region, field: 'InvokeId' });
}

interface Asked {
  readonly id: string;
  readonly instanceId: string;
  readonly signal: AbortSignal;
}

async function result(client: Client, { id, instanceId, signal }: Asked): Promise<Invocation | undefined> {
  const answer = await client.call<DescribeInvocationResultsResponseBody>({
    product: 'Ecs',
    action: 'DescribeInvocationResults',
    params: params(DescribeInvocationResultsRequest, { invokeId: id, instanceId, contentEncoding: 'Base64' }),
    doing: `Reading the result of a command on instance ${instanceId}`,
    signal,
  });
  const [row] = answer.Invocation?.InvocationResults?.InvocationResult ?? [];
  if (row === undefined) return undefined;
  return {
    finished: isFinal(row.InvocationStatus),
    exitCode: row.ExitCode,
    output: Buffer.from(row.Output ?? '', 'base64'),
    errorCode: row.ErrorCode ?? '',
    errorInfo: row.ErrorInfo ?? '',
  };
}

async function stop(client: Client, { id, instanceId, signal }: Asked): Promise<void> {
  await client.call({
    product: 'Ecs',
    action: 'StopInvocation',
    params: params(StopInvocationRequest, { invokeId: id, instanceId: [instanceId] }),
    doing: `Stopping a command on instance ${instanceId}`,
    signal,
    idempotent: true,
  });
}
