import { AssociateEipAddressRequest } from '@alicloud/vpc20160428/dist/models/AssociateEipAddressRequest.js';
import { UnassociateEipAddressRequest } from '@alicloud/vpc20160428/dist/models/UnassociateEipAddressRequest.js';
import type { Mark } from '../../engine/mark.ts';
import type { Eip } from '../port.ts';
import { unlessGone } from './absence.ts';
import type { Client } from './client.ts';
import type { Poller } from './poller.ts';
import { params } from './wire.ts';

interface Association {
  readonly id: string;
  readonly instanceId: string;
  readonly mark: Mark;
  readonly read: Poller<Eip>;
  readonly signal: AbortSignal;
}

/** Asks for it and comes back; bound to this instance already is success. */
export async function associate(client: Client, wish: Association): Promise<void> {
  const { id, instanceId, mark, signal } = wish;
  await client.call({
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
    already: () => is(wish, (eip) => eip.instanceId === instanceId),
  });
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
    already: () => is(wish, (eip) => eip.status === 'Available' || eip.status === 'Unassociating'),
  });
  await unlessGone(call);
}

async function is({ id, read, signal }: Association, wanted: (eip: Eip) => boolean): Promise<boolean> {
  const eip = await read(id, signal);
  return eip !== undefined && wanted(eip);
}
