import type { RenderContext } from '../../template/go/context.ts';
import { compareBytes } from '../../template/model/go-value.ts';
import { bool, type Decoded, string, stringMap, strings } from '../../template/schema/field.ts';
import { type GuestOs, guestCommands, guestOs } from '../guest/commands.ts';
import { type Staging, staging } from '../guest/staging.ts';
import { lookAt } from '../local/paths.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { elevatedFields } from '../windows/elevated.ts';

/** Settings that puppet-masterless and puppet-server share. */
export const puppetFields = {
  ...elevatedFields,
  clean_staging_directory: bool('Remove the staging folder from the guest at the end.'),
  execute_command: string('How Puppet is run; a template of the settings.'),
  extra_arguments: strings('Further arguments; templates as well.'),
  facter: stringMap('Facts to set.', { label: 'Facter' }),
  guest_os_type: string('Kind of the guest: `unix` or `windows`.', 'unix'),
  ignore_exit_codes: bool('Take any exit code for success.'),
  prevent_sudo: bool('Run without sudo.'),
  puppet_bin_dir: string('Folder on the guest that Puppet is in, where it is not on the path.'),
  working_directory: string('Folder on the guest to run in; the staging folder unless set.'),
} as const;

type PuppetConfig = Decoded<typeof puppetFields>;

interface PuppetKind {
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

/** Facts as the guest's shell takes them before a command: those of the template, and which build this is. */
function facterVariables(
  given: Readonly<Record<string, string>>,
  os: GuestOs,
  context: Pick<RenderContext, 'buildName' | 'buildType'>,
): string {
  const facts = {
    ...given,
    packer_build_name: context.buildName ?? '',
    packer_builder_type: context.buildType ?? '',
  };
  // Packer's order is random; this one is not.
  const rows = Object.entries(facts).sort(([left], [right]) => compareBytes(left, right));
  return os === 'unix'
    ? rows.map(([name, value]) => `FACTER_${name}='${value}'`).join(' ')
    : rows.map(([name, value]) => `SET "FACTER_${name}=${value}"`).join(' & ');
}

/** What is wrong with a setting that names something of this machine; an unset one is fine. */
export function puppetPathFindings(key: string, path: string, wanted: 'file' | 'folder'): readonly string[] {
  if (path === '') return [];
  const look = lookAt(path);
  if (look.kind === undefined) return [finding.puppetPath(key, look.reason)];
  return look.kind === wanted ? [] : [finding.puppetKind(key, wanted)];
}

const finding = {
  puppetPath: (key: string, reason: string) => `${key} is invalid: ${reason}`,
  puppetKind: (key: string, wanted: 'file' | 'folder') =>
    `${key} must point to a ${wanted === 'file' ? 'file' : 'directory'}`,
} as const;
