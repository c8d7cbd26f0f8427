import type { RenderContext } from '../../template/go/context.ts';
import type { Decoded } from '../../template/schema/field.ts';
import { type GuestOs, guestCommands, guestOs } from '../guest/guest-commands.ts';
import { type Staging, staging } from '../guest/staging.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { facterVariables } from './facter.ts';
import type { puppetFields } from './fields.ts';

export type PuppetConfig = Decoded<typeof puppetFields>;

export interface PuppetKind {
  readonly name: 'puppet-masterless' | 'puppet-server';
  /** The staging folder that the template asks for; empty when it does not. */
  readonly folder: string;
  /** What is said when a folder cannot be made. */
  readonly failure: string;
}

/** Settings of a Puppet provisioner with everything filled in that depends on the guest. */
export interface PuppetSettings<Config extends PuppetConfig = PuppetConfig> {
  readonly config: Config;
  readonly os: GuestOs;
  readonly folder: string;
  readonly workingFolder: string;
  readonly facter: string;
  staging(scope: ProvisionScope): Staging;
}

const REMOVAL = 'Non-zero exit status.';

export function puppetSettings<Config extends PuppetConfig>(
  config: Config,
  { name, folder: given, failure }: PuppetKind,
  context: RenderContext,
): PuppetSettings<Config> {
  const os = guestOs(config.guest_os_type);
  const folder = given || (os === 'unix' ? `/tmp/packer-${name}` : `${systemRoot()}/Temp/packer-${name}`);
  const commands = guestCommands(os, !config.prevent_sudo);
  return {
    config,
    os,
    folder,
    workingFolder: config.working_directory || folder,
    facter: facterVariables(config.facter, os, context),
    staging: (scope) => staging(scope, { commands, open: true, failure, removal: REMOVAL }),
  };
}

/** Packer takes the variable of this machine, which only a Windows machine has; elsewhere the path begins at the root. */
function systemRoot(): string {
  return (process.env['SYSTEMROOT'] ?? '').replaceAll('\\', '/');
}
