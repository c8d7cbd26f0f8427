import type { RenderContext } from '../../template/go/context.ts';
import { renderUntilStable } from '../../template/go/render.ts';
import { isObject } from '../../template/model/go-value.ts';
import type { Json, JsonObject } from '../../template/model/template.ts';
import { bool, type Decoded, json, string, strings } from '../../template/schema/field.ts';
import { reason } from '../../wire/reason.ts';
import { type GuestCommands, guestCommands, guestOs } from '../guest/commands.ts';
import { type Staging, staging } from '../guest/staging.ts';
import { jsonText } from '../json-text.ts';
import { lookAt } from '../local/paths.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { type ChefCommands, type ChefTool, chefCommands } from './commands.ts';

/** Settings that chef-solo and chef-client share. */
export const chefFields = {
  json: json('Attributes of the node, beside `run_list`.', { label: 'Json' }),
  chef_environment: string('Environment that the node is in.'),
  chef_license: string('Answer to the licence; `accept-silent` with the usual installation.'),
  config_template: string('File of this machine that the tool’s configuration is made of; a template.'),
  encrypted_data_bag_secret_path: string('File of this machine with the secret of encrypted data bags.'),
  execute_command: string('How the tool is run: `{{.ConfigPath}}`, `{{.JsonPath}}`, `{{.Sudo}}`.'),
  guest_os_type: string('Kind of the guest: `unix` or `windows`.', 'unix'),
  install_command: string('How Chef is installed: `{{.Version}}`, `{{.Sudo}}`.'),
  prevent_sudo: bool('Run without sudo.'),
  run_list: strings('Recipes and roles to run.'),
  skip_install: bool('Chef is on the guest already.'),
  staging_directory: string('Folder on the guest for the tool’s files.'),
  version: string('Version of Chef to install; the newest unless set.'),
} as const;

type ChefConfig = Decoded<typeof chefFields>;

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
  const reason = wanted === 'file' ? 'it is a directory' : 'it is not a directory';
  return [finding.chefPath(what, path, look.kind === undefined ? look.reason : reason)];
}

interface Attributes {
  readonly value: JsonObject;
  readonly findings: readonly string[];
}

/**
 * A node's attributes as Packer makes them: the JSON text is rendered as a whole once more, so that a user variable
 * may itself hold a template. Values of variables are escaped, so that they cannot break the text.
 */
function attributes(given: JsonObject, context: RenderContext): Attributes {
  const user = new Map([...context.user].map(([name, value]) => [name, insideJsonString(value)]));
  try {
    const text = renderUntilStable(jsonText(given), { ...context, user, data: undefined });
    const value: Json = JSON.parse(text);
    return { value: isObject(value) ? value : {}, findings: [] };
  } catch (error) {
    return { value: {}, findings: [finding.chefJson(reason(error))] };
  }
}

/** The file of attributes that Chef reads; a run list that is given replaces the one among the attributes. */
export function nodeFile(given: JsonObject, runList: readonly string[]): string {
  return jsonText(runList.length > 0 ? { ...given, run_list: runList } : given, 2);
}

function insideJsonString(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}

const finding = {
  chefTemplate: (reason: string) => `Bad config template path: ${reason}`,
  chefTemplateFolder: (path: string) => `Config template path must be a file: ${path} is a directory`,
  chefPath: (what: string, path: string, reason: string) => `Bad ${what} '${path}': ${reason}`,
  chefJson: (reason: string) => `Error processing user variables in JSON: ${reason}`,
} as const;
