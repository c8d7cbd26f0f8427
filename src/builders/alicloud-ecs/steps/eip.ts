import { ecsResource, ecsStep, message, removing, say, temporary } from '../environment.ts';
import { wantsEip } from '../instance/reachability.ts';
import { isInside } from '../network/inside.ts';
import { noSuchThing } from '../words.ts';

const flow = ecsResource({
  kind: (env) => env.cloud.eips,
  given: (env) => env.config.eip_id,
  missing: (id) => noSuchThing('EIP', id),
  spec: ({ env: { config } }, _have: object) => ({
    name: '',
    internetChargeType: config.internet_charge_type,
    bandwidth: config.internet_max_bandwidth_out,
    ...temporary(config),
  }),
  ready: ({ status }) => status === 'Available' || status === 'InUse',
  state: ({ status }) => status,
  expect: 1000,
  making: () => 'Allocating EIP...',
  made: (eip) => `Allocated EIP: ${eip.address}`,
  removing: removing('EIP'),
  fact: ({ id, address }) => ({ id, address }),
});

/** A public address beside the instance: given (never released), allocated, or none. */
export const eip = ecsStep({
  name: 'eip',
  needs: ['preflight', 'sourceImage', 'zone'],
  plan({ config }) {
    if (!wantsEip(config)) return 'no EIP is needed';
    return config.eip_id === '' ? 'allocate an EIP' : `use the EIP ${config.eip_id}`;
  },
  async run(scope, have) {
    const { config } = scope.env;
    if (!wantsEip(config)) return { id: '', address: '' };
    if (await isInside(scope)) {
      message(scope, 'This machine is in the VPC too: connecting to the private address, without an EIP');
      return { id: '', address: '' };
    }
    if (config.eip_id !== '') say(scope, 'Querying EIP...');
    const fact = await flow.run(scope, have);
    if (config.eip_id !== '') message(scope, `Using EIP: ${fact.address}`);
    return fact;
  },
  check: flow.check,
  undo: flow.undo,
});
