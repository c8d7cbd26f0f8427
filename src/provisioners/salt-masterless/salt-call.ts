import { posix } from 'node:path';
import { isBuildError } from '../../errors/build-error.ts';
import { explaining } from '../explaining.ts';
import type { GuestOs } from '../guest/guest-commands.ts';
import { mustRunOnGuest } from '../guest/run-on-guest.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { SaltConfig } from './fields.ts';
import { guestPlaces } from './guest-places.ts';

/** Applies the states. */
export async function saltCall(config: SaltConfig, os: GuestOs, scope: ProvisionScope): Promise<void> {
  const args = saltArguments(config, os);
  scope.note('message', `Running: salt-call --local ${args}`);
  const sudo = config.disable_sudo || os === 'windows' ? '' : 'sudo ';
  const command = `${sudo}${saltProgram(config)} --local ${args}`;
  await unlessForgiven(config, 'Error executing salt-call: ', runStep(command, scope));
}

/** A step whose failure counts unless `no_exit_on_failure` says otherwise; cancelling always counts. */
export async function unlessForgiven(
  config: SaltConfig,
  context: string,
  step: Promise<void>,
): Promise<void> {
  try {
    await explaining(context, step);
  } catch (error) {
    if (!config.no_exit_on_failure || isBuildError(error, 'cancelled')) throw error;
  }
}

export function runStep(command: string, scope: ProvisionScope): Promise<void> {
  return mustRunOnGuest(command, scope, (code) => `Bad exit status: ${code}`);
}

export function saltProgram({ salt_bin_dir: folder }: SaltConfig): string {
  return posix.join(folder, 'salt-call');
}

/** The first blank is Packer's. */
function saltArguments(config: SaltConfig, os: GuestOs): string {
  const { states, pillar } = guestPlaces[os];
  const roots = [
    `--file-root=${config.remote_state_tree || states}`,
    `--pillar-root=${config.remote_pillar_roots || pillar}`,
  ];
  return [
    config.custom_state === '' ? ' state.highstate' : ` state.sls ${config.custom_state}`,
    ...(config.minion_config === '' ? roots : []),
    ...(config.no_exit_on_failure ? [] : ['--retcode-passthrough']),
    `-l ${config.log_level}`,
    ...(config.salt_call_args === '' ? [] : [config.salt_call_args]),
  ].join(' ');
}
