import type { RenderContext } from '../../template/go/context.ts';
import type { JsonObject } from '../../template/model/template.ts';
import type { Decoded } from '../../template/schema/field.ts';
import { type GuestCommands, guestCommands, guestOs } from '../guest/guest-commands.ts';
import { type Staging, staging } from '../guest/staging.ts';
import { lookAt } from '../local/look-at.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { finding } from '../tool-words.ts';
import { attributes } from './attributes.ts';
import { type ChefCommands, type ChefTool, chefCommands } from './commands.ts';
import type { chefFields } from './fields.ts';

export type ChefConfig = Decoded<typeof chefFields>;

/** Settings of a Chef provisioner with everything filled in that depends on the guest. */
export interface ChefSettings<Config extends ChefConfig = ChefConfig> {
  readonly config: Config;
  readonly sudo: boolean;
  readonly commands: ChefCommands;
  readonly guest: GuestCommands;
  readonly attributes: JsonObject;
  readonly findings: readonly string[];
  staging(scope: ProvisionScope): Staging;
}

const FAILURE = 'Non-zero exit status. See output above for more info.';

export function chefSettings<Config extends ChefConfig>(
  tool: ChefTool,
  given: Config,
  context: RenderContext,
): ChefSettings<Config> {
  const os = guestOs(given.guest_os_type);
  const commands = chefCommands(tool, os);
  const usualInstall = !given.skip_install && ['', commands.install].includes(given.install_command);
  const config = Object.freeze({
    ...given,
    execute_command: given.execute_command || commands.execute,
    install_command: given.install_command || commands.install,
    staging_directory: given.staging_directory || commands.staging,
    chef_license: given.chef_license || (usualInstall ? 'accept-silent' : ''),
  });
  const processed = attributes(given.json, context);
  const sudo = !given.prevent_sudo;
  const guest = guestCommands(os, sudo);
  return {
    config,
    sudo,
    commands,
    guest,
    attributes: processed.value,
    findings: processed.findings,
    staging: (scope) => staging(scope, { commands: guest, open: true, failure: FAILURE }),
  };
}

/** What is wrong with `config_template`. */
export function templateFindings({ config_template: path }: ChefConfig): readonly string[] {
  if (path === '') return [];
  const look = lookAt(path);
  if (look.kind === undefined) return [finding.chefTemplate(look.reason)];
  return look.kind === 'file' ? [] : [finding.chefTemplateFolder(path)];
}

/** What is wrong with a setting that names something of this machine; `what` is what messages call it. */
export function chefPathFindings(what: string, path: string, wanted: 'file' | 'folder'): readonly string[] {
  if (path === '') return [];
  const look = lookAt(path);
  if (look.kind === wanted) return [];
  const reason = wanted === 'file' ? finding.isFolder : finding.noFolder;
  return [finding.chefPath(what, path, look.kind === undefined ? look.reason : reason)];
}
