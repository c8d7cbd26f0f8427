import { ModifyInstanceAutoReleaseTimeRequest } from '@alicloud/ecs20140526/dist/models/ModifyInstanceAutoReleaseTimeRequest.js';
import { StartInstanceRequest } from '@alicloud/ecs20140526/dist/models/StartInstanceRequest.js';
import { StopInstanceRequest } from '@alicloud/ecs20140526/dist/models/StopInstanceRequest.js';
import type { Instance } from '../instances.ts';
import { apiCode } from './absence.ts';
import type { Client } from './client.ts';
import type { Poller } from './poller.ts';
import { params } from './wire.ts';

export interface Power {
  readonly id: string;
  readonly read: Poller<Instance>;
  readonly signal: AbortSignal;
}

/** Starting or running already is success. */
export function start(client: Client, { id, read, signal }: Power): Promise<void> {
  const call = client.call({
    product: 'Ecs',
    action: 'StartInstance',
    params: params(StartInstanceRequest, { instanceId: id }),
    doing: `Starting instance ${id}`,
    signal,
    idempotent: true,
  });
  return unlessAlready(['Starting', 'Running'], call, () => read(id, signal));
}

/** Keeps charging: without, the address and the place in the zone may be lost, even as an account's default. */
export function stop(
  client: Client,
  { id, read, force, signal }: Power & { readonly force: boolean },
): Promise<void> {
  const call = client.call({
    product: 'Ecs',
    action: 'StopInstance',
    params: params(StopInstanceRequest, { instanceId: id, forceStop: force, stoppedMode: 'KeepCharging' }),
    doing: `Stopping instance ${id}`,
    signal,
    idempotent: true,
  });
  return unlessAlready(['Stopping', 'Stopped'], call, () => read(id, signal));
}

/** Puts off the moment at which the cloud itself removes the instance; `time` is ISO 8601 in UTC without fractions. */
export async function extendAutoRelease(
  client: Client,
  { id, time, signal }: { readonly id: string; readonly time: string; readonly signal: AbortSignal },
): Promise<void> {
  await client.call({
    product: 'Ecs',
    action: 'ModifyInstanceAutoReleaseTime',
    params: params(ModifyInstanceAutoReleaseTimeRequest, { instanceId: id, autoReleaseTime: time }),
    doing: `Putting off the automatic release of instance ${id}`,
    signal,
    idempotent: true,
  });
}

async function unlessAlready(
  states: readonly Instance['status'][],
  call: Promise<unknown>,
  read: () => Promise<Instance | undefined>,
): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!/^IncorrectInstanceStatus/.test(apiCode(error))) throw error;
    const instance = await read();
    if (instance === undefined || !states.includes(instance.status)) throw error;
  }
}
