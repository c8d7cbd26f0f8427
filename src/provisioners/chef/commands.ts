import { readFile } from 'node:fs/promises';
import { type GuestOs, mustRunOnGuest } from '../guest/commands.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { explaining } from '../words.ts';
import type { ChefSettings } from './settings.ts';

export type ChefTool = 'chef-solo' | 'chef-client';

/** How Chef's programs are called on a guest; all are templates. */
export interface ChefCommands {
  readonly execute: string;
  readonly install: string;
  readonly knife: string;
  readonly staging: string;
}

const SUDO = '{{if .Sudo}}sudo {{end}}';
const ON_WINDOWS = 'c:/opscode/chef/bin';
const FILES = '--no-color -c {{.ConfigPath}} -j {{.JsonPath}}';

export function chefCommands(tool: ChefTool, os: GuestOs): ChefCommands {
  return os === 'unix' ? onUnix(tool) : onWindows(tool);
}

function onUnix(tool: ChefTool): ChefCommands {
  return {
    execute: `${SUDO}${tool} ${FILES}`,
    install: `curl -L https://omnitruck.chef.io/install.sh | ${SUDO}bash -s --{{if .Version}} -v {{.Version}}{{end}}`,
    knife: `${SUDO}knife {{.Args}} {{.Flags}}`,
    staging: `/tmp/packer-${tool}`,
  };
}

function onWindows(tool: ChefTool): ChefCommands {
  const script = '. { iwr -useb https://omnitruck.chef.io/install.ps1 } | iex';
  return {
    execute: `${ON_WINDOWS}/${tool}.bat ${FILES}`,
    install: `powershell.exe -Command "${script}; Install-Project{{if .Version}} -version {{.Version}}{{end}}"`,
    knife: `${ON_WINDOWS}/knife.bat {{.Args}} {{.Flags}}`,
    staging: `C:/Windows/Temp/packer-${tool}`,
  };
}

/** Installs Chef on the guest with its own installer. `told` is called with the command before it runs. */
export async function installChef(
  settings: ChefSettings,
  scope: ProvisionScope,
  told: (command: string) => void = () => undefined,
): Promise<void> {
  scope.note('message', 'Installing Chef...');
  await explaining('Error installing Chef: ', install(settings, scope, told));
}

async function install(
  { config, sudo }: ChefSettings,
  scope: ProvisionScope,
  told: (command: string) => void,
): Promise<void> {
  const command = renderAtRun(config.install_command, scope, { Sudo: sudo, Version: config.version });
  told(command);
  await mustRunOnGuest(command, scope, (code) => `Install script exited with non-zero exit status ${code}`);
}

interface ChefFiles {
  readonly ConfigPath: string;
  readonly JsonPath: string;
}

/** Runs a command that is to be sent, or one that stands for it: that of a task with full rights, for example. */
type Around = (command: string, run: (sent: string) => Promise<void>) => Promise<void>;

/** Runs the tool. */
export async function executeChef(
  { config, sudo }: ChefSettings,
  files: ChefFiles,
  scope: ProvisionScope,
  around: Around = (command, run) => run(command),
): Promise<void> {
  const execute = async (): Promise<void> => {
    const command = renderAtRun(config.execute_command, scope, { ...files, Sudo: sudo });
    await around(command, async (sent) => {
      scope.note('message', `Executing Chef: ${sent}`);
      await mustRunOnGuest(sent, scope, (code) => `Non-zero exit status: ${code}`);
    });
  };
  await explaining('Error executing Chef: ', execute());
}

interface ConfigurationText {
  /** What a template of the user's sees. */
  readonly data: Readonly<Record<string, string | boolean>>;
  readonly scope: ProvisionScope;
  /** The lines when there is no such template. */
  usual(): readonly string[];
}

/** The text of a configuration file of Chef's. */
export async function configurationText(
  template: string,
  { data, scope, usual }: ConfigurationText,
): Promise<string> {
  if (template === '') return `${usual().join('\n')}\n`;
  return renderAtRun(await readFile(template, 'utf8'), scope, data);
}
