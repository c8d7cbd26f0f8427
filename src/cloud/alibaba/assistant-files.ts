import { DescribeSendFileResultsRequest } from '@alicloud/ecs20140526/dist/models/DescribeSendFileResultsRequest.js';
import type { DescribeSendFileResultsResponseBody } from '@alicloud/ecs20140526/dist/models/DescribeSendFileResultsResponseBody.js';
import { SendFileRequest } from '@alicloud/ecs20140526/dist/models/SendFileRequest.js';
import type { SendFileResponseBody } from '@alicloud/ecs20140526/dist/models/SendFileResponseBody.js';
import type { Assistant, Invocation } from '../assistant.ts';
import { isFinal } from './assistant.ts';
import type { Client } from './client.ts';
import { created } from './created.ts';
import { params } from './wire.ts';

/** Begins to put a small file into an instance, in place of one that is there. */
export async function send(
  client: Client,
  order: Parameters<Assistant['send']>[0],
  signal: AbortSignal,
): Promise<string> {
  const { instanceId, name, folder, content, mode, owner, token } = order;
  const doing = `Sending ${name} to instance ${instanceId}`;
  const answer = await client.call<SendFileResponseBody>({
    product: 'Ecs',
    action: 'SendFile',
    params: params(SendFileRequest, {
      instanceId: [instanceId],
      name,
      targetDir: folder,
      content: Buffer.from(content).toString('base64'),
      contentType: 'Base64',
      fileMode: mode.toString(8).padStart(4, '0'),
      fileOwner: owner,
      overwrite: true,
      timeout: 60,
      clientToken: token,
    }),
    doing,
    signal,
  });
  return created(answer.InvokeId, { doing, region: client.region, field: 'InvokeId' });
}

/** How that went. */
export async function sent(client: Client, id: string, signal: AbortSignal): Promise<Invocation | undefined> {
  const answer = await client.call<DescribeSendFileResultsResponseBody>({
    product: 'Ecs',
    action: 'DescribeSendFileResults',
    params: params(DescribeSendFileResultsRequest, { invokeId: id }),
    doing: 'Reading how a file was sent',
    signal,
  });
  const [row] = answer.Invocations?.Invocation ?? [];
  if (row === undefined) return undefined;
  const [one] = row.InvokeInstances?.InvokeInstance ?? [];
  const status = one?.InvocationStatus ?? row.InvocationStatus;
  return {
    finished: isFinal(status),
    exitCode: status === 'Success' ? 0 : undefined,
    output: new Uint8Array(),
    errorCode: one?.ErrorCode ?? '',
    errorInfo: one?.ErrorInfo ?? '',
  };
}
