import { hostName } from '../../communicators/ssh/known-hosts.ts';
import { type Step, step } from '../../engine/step.ts';
import { type Connected, connecting } from '../../machine/connected.ts';
import type { MachineEnvironment } from '../../machine/environment.ts';
import type { GuestAddress } from '../../machine/guest.ts';
import { type Provisioned, provisioning } from '../../machine/provisioned.ts';

export interface NullFacts {
  readonly connected: Connected;
  readonly provisioned: Provisioned;
}

/** The machine is there already, at the address that the template names. */
export function addressOf({ config }: Pick<MachineEnvironment, 'config'>): GuestAddress {
  const ssh = config.communicator === 'ssh';
  const [host, port] = ssh ? [config.ssh_host, config.ssh_port] : [config.winrm_host, config.winrm_port];
  return { host, id: hostName(host, port) };
}

const connected = step<MachineEnvironment, NullFacts, 'connected', never>({
  name: 'connected',
  title: 'StepConnect',
  needs: [],
  ...connecting({ place: addressOf }),
});

const provisioned = step<MachineEnvironment, NullFacts, 'provisioned', 'connected'>({
  name: 'provisioned',
  title: 'StepProvision',
  needs: ['connected'],
  ...provisioning({ place: addressOf, data: () => ({ ID: 'Null' }) }),
});

/** Their plans see settings alone. */
type NullStep = Step<MachineEnvironment, NullFacts> & {
  plan(env: Pick<MachineEnvironment, 'config'>): string;
};

export const steps: readonly NullStep[] = [connected, provisioned];
