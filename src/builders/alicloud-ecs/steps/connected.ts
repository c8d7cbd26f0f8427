import { connecting } from '../../../machine/connected.ts';
import { addressOf, ecsStep } from '../environment.ts';
import { whileThere } from '../instance/instance-loss.ts';

/**
 * The guest accepts us. Tries begin as soon as there is an address; beside an EIP that is once it is associated, else
 * while the instance is still starting.
 */
export const connected = ecsStep({
  name: 'connected',
  needs: ['address', 'keyPair', 'securityGroup', 'instance'],
  ...connecting({
    place: addressOf,
    whileThere: (scope, { instance }, work) => whileThere(scope, instance.id, work),
  }),
});
