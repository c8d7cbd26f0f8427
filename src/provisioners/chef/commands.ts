import type { GuestOs } from '../guest/guest-commands.ts';

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
