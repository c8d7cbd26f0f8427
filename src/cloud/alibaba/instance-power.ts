import { DeleteInstanceRequest } from '@alicloud/ecs20140526/dist/models/DeleteInstanceRequest.js';
import { DeleteInstancesRequest } from '@alicloud/ecs20140526/dist/models/DeleteInstancesRequest.js';
import { ModifyInstanceAutoReleaseTimeRequest } from '@alicloud/ecs20140526/dist/models/ModifyInstanceAutoReleaseTimeRequest.js';
import { StartInstanceRequest } from '@alicloud/ecs20140526/dist/models/StartInstanceRequest.js';
import { StopInstanceRequest } from '@alicloud/ecs20140526/dist/models/StopInstanceRequest.js';
import { StopInstancesRequest } from '@alicloud/ecs20140526/dist/models/StopInstancesRequest.js';
import type { StopInstancesResponseBody } from '@alicloud/ecs20140526/dist/models/StopInstancesResponseBody.js';
import type { Instance } from '../instances.ts';
import { unlessGone } from './absence.ts';
import type { Client } from './client.ts';
import type { Poller } from './poller.ts';
import { together } from './together.ts';
import { params } from './wire.ts';

interface Power {
  readonly id: string;
  readonly read: Poller<Instance>;
  readonly signal: AbortSignal;
}

/** Starting or running already is success. */
export async function start(client: Client, { id, read, signal }: Power): Promise<void> {
  await client.call({
    product: 'Ecs',
    action: 'StartInstance',
    params: params(StartInstanceRequest, { instanceId: id }),
    doing: `Starting instance ${id}`,
    signal,
    idempotent: true,
    already: () => isIn(['Starting', 'Running'], read(id, signal)),
  });
}

/** The most instances that one call takes. */
const MOST = 100;

/** Keeps charging: without, the address and the place in the zone may be lost, even as an account's default. */
export function stopper(client: Client, read: Poller<Instance>, force: boolean) {
  const how = { forceStop: force, stoppedMode: 'KeepCharging' };
  return together(client, {
    action: 'Ecs.StopInstance',
    limit: MOST,
    async one(id, { signal, hasTurn }) {
      await client.call({
        product: 'Ecs',
        action: 'StopInstance',
        params: params(StopInstanceRequest, { instanceId: id, ...how }),
        doing: `Stopping instance ${id}`,
        signal,
        hasTurn,
        idempotent: true,
        already: () => isIn(['Stopping', 'Stopped'], read(id, signal)),
      });
    },
    async many(ids, signal) {
      const answer = await client.call<StopInstancesResponseBody>({
        product: 'Ecs',
        action: 'StopInstances',
        params: params(StopInstancesRequest, { instanceId: [...ids], ...how }),
        doing: `Stopping instances ${ids.join(', ')}`,
        signal,
        hasTurn: true,
        impatient: true,
        idempotent: true,
      });
      const each = answer.InstanceResponses?.InstanceResponse ?? [];
      return each.flatMap(({ InstanceId, Code }) => (Code === '200' || !InstanceId ? [] : [InstanceId]));
    },
  });
}

/** Releases instances in whatever state they are; one that is gone already is success. */
export function remover(client: Client) {
  return together(client, {
    action: 'Ecs.DeleteInstance',
    limit: MOST,
    one: (id, { signal, hasTurn }) =>
      unlessGone(
        client.call({
          product: 'Ecs',
          action: 'DeleteInstance',
          params: params(DeleteInstanceRequest, { instanceId: id, force: true }),
          doing: `Removing instance ${id}`,
          signal,
          hasTurn,
          idempotent: true,
        }),
      ),
    async many(ids, signal) {
      await client.call({
        product: 'Ecs',
        action: 'DeleteInstances',
        params: params(DeleteInstancesRequest, { instanceId: [...ids], force: true }),
        doing: `Removing instances ${ids.join(', ')}`,
        signal,
        hasTurn: true,
        impatient: true,
        idempotent: true,
      });
      return [];
    },
  });
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

async function isIn(
  states: readonly Instance['status'][],
  reading: Promise<Instance | undefined>,
): Promise<boolean> {
  const instance = await reading;
  return instance !== undefined && states.includes(instance.status);
}
