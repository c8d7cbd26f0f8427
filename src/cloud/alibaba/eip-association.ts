import { AssociateEipAddressRequest } from '@alicloud/vpc20160428/dist/models/AssociateEipAddressRequest.js';
import { UnassociateEipAddressRequest } from '@alicloud/vpc20160428/dist/models/UnassociateEipAddressRequest.js';
import type { Mark } from '../../engine/mark.ts';
import type { Eip } from '../port.ts';
import { apiCode, unlessMissing } from './absence.ts';
import type { Client } from './client.ts';
import type { Poller } from './poller.ts';
import { params } from './wire.ts';

export interface Association {
  readonly id: string;
  readonly instanceId: string;
  readonly mark: Mark;
  readonly read: Poller<Eip>;
  readonly signal: AbortSignal;
}

// Said of an EIP in the wrong state: it may be in the very state that was asked for.
const wrongState = /^(IncorrectEipStatus|InvalidEipStatus|InvalidAssociation\.Duplicated|InvalidIpStatus)/;

/** Asks for it and comes back; bound to this instance already is success. */
export async function associate(client: Client, wish: Association): Promise<void> {
  const { id, instanceId, mark, signal } = wish;
  const call = client.call({
    product: 'Vpc',
    action: 'AssociateEipAddress',
    params: params(AssociateEipAddressRequest, {
      allocationId: id,
      instanceId,
      instanceType: 'EcsInstance',
      clientToken: mark.token,
    }),
    doing: `Associating EIP ${id} with instance ${instanceId}`,
    signal,
    settling: /^(IncorrectInstanceStatus|InvalidBindingStatus|InvalidStatus\.EcsStatusNotSupport)/,
  });
  await unlessSo(call, wish, (eip) => eip.instanceId === instanceId);
}

/** Free already, or gone, is success. */
export async function unassociate(client: Client, wish: Association): Promise<void> {
  const { id, instanceId, mark, signal } = wish;
  const call = client.call({
    product: 'Vpc',
    action: 'UnassociateEipAddress',
    params: params(UnassociateEipAddressRequest, {
      allocationId: id,
      instanceId,
      instanceType: 'EcsInstance',
      clientToken: mark.token,
    }),
    doing: `Taking EIP ${id} off instance ${instanceId}`,
    signal,
    settling: /^(IncorrectInstanceStatus|InvalidStatus\.EcsStatusNotSupport)/,
  });
  const free = (eip: Eip) => eip.status === 'Available' || eip.status === 'Unassociating';
  await unlessMissing(/AllocationId|InstanceId/i, unlessSo(call, wish, free));
}

async function unlessSo(
  call: Promise<unknown>,
  { id, read, signal }: Association,
  is: (eip: Eip) => boolean,
): Promise<void> {
  try {
    await call;
  } catch (error) {
    if (!wrongState.test(apiCode(error))) throw error;
    const eip = await read(id, signal);
    if (eip === undefined || !is(eip)) throw error;
  }
}
