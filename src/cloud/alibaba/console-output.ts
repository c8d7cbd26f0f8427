import { GetInstanceConsoleOutputRequest } from '@alicloud/ecs20140526/dist/models/GetInstanceConsoleOutputRequest.js';
import type { GetInstanceConsoleOutputResponseBody } from '@alicloud/ecs20140526/dist/models/GetInstanceConsoleOutputResponseBody.js';
import { text } from './answer.ts';
import type { Client } from './client.ts';
import { params } from './wire.ts';

/** The text on an instance's console. The service tells it as base64, some time after it was written. */
export async function consoleOutput(client: Client, id: string, signal: AbortSignal): Promise<string> {
  const answer = await client.call<GetInstanceConsoleOutputResponseBody>({
    product: 'Ecs',
    action: 'GetInstanceConsoleOutput',
    params: params(GetInstanceConsoleOutputRequest, { instanceId: id }),
    doing: `Reading the console of instance ${id}`,
    signal,
  });
  return Buffer.from(text(answer.ConsoleOutput), 'base64').toString('utf8');
}
