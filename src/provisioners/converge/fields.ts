import { bool, type Decoded, string, stringMap, strings, structs } from '../../template/schema/field.ts';

const moduleFields = {
  source: string('Folder of this machine; with a slash at the end, the contents of the folder.'),
  destination: string('Folder on the guest.'),
  exclude: strings('Accepted, without effect, as in Packer over SSH.'),
} as const;

export const convergeFields = {
  bootstrap: bool('Install Converge on the guest first.'),
  version: string('Version to install; the newest unless set.'),
  bootstrap_command: string(
    'How it is installed: `{{.Version}}`, `{{.Sudo}}`.',
    'curl -s https://get.converge.sh | {{if .Sudo}}sudo {{end}}sh {{if ne .Version ""}}-s -- -v {{.Version}}{{end}}',
  ),
  prevent_bootstrap_sudo: bool('Install it without sudo.'),
  module_dirs: structs(moduleFields, 'Folders to upload.'),
  module: string('Module to apply: a path on the guest, or an address.'),
  working_directory: string('Folder on the guest to run in.', '/tmp'),
  params: stringMap('Parameters of the module.'),
  execute_command: string(
    'How it is run: `{{.WorkingDirectory}}`, `{{.Sudo}}`, `{{.ParamsJSON}}`, `{{.Module}}`.',
    "cd {{.WorkingDirectory}} && {{if .Sudo}}sudo {{end}}converge apply --local --log-level=WARNING --paramsJSON '{{.ParamsJSON}}' {{.Module}}",
  ),
  prevent_sudo: bool('Run without sudo.'),
} as const;

export type ConvergeConfig = Decoded<typeof convergeFields>;
