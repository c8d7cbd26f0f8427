import { goQuote } from '../../template/go/go-quote.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { AnsibleAccess } from './access.ts';
import type { AnsibleConfig } from './ansible.ts';

interface ArgumentOptions {
  readonly config: AnsibleConfig;
  readonly access: AnsibleAccess;
  /** The user's own arguments, rendered. */
  readonly extra: readonly string[];
  readonly env: readonly string[];
}

/** Arguments of ansible-playbook but for inventory and playbook, in Packer's order. */
export function ansibleArguments(options: ArgumentOptions, scope: ProvisionScope): readonly string[] {
  const { config, access, extra } = options;
  const http = scope.data['PackerHTTPAddr'];
  return [
    ...(scope.buildName === '' ? [] : ['-e', `packer_build_name=${goQuote(scope.buildName)}`]),
    '-e',
    `packer_builder_type=${scope.builderType}`,
    ...(!http || http.startsWith('ERR_HTTP_') ? [] : ['-e', `packer_http_addr=${http}`]),
    ...sshArguments(config, access, scope),
    ...extra,
    ...loginArguments(options, scope),
  ];
}

/** Whether arguments set this variable, as Packer looks for it: between equal signs. */
export function setsVariable(variable: string, args: readonly string[]): boolean {
  return args.some((arg) => arg.split('=').includes(variable));
}

/** The quotes are Packer's: Ansible takes them for a part of ssh's arguments and splits those as a shell does. */
function sshArguments(
  config: AnsibleConfig,
  { keyFile }: AnsibleAccess,
  scope: ProvisionScope,
): readonly string[] {
  if (scope.data['ConnType'] !== 'ssh' || keyFile === undefined) return [];
  return ['--ssh-extra-args', `'${config.ansible_ssh_extra_args.join('') || '-o IdentitiesOnly=yes'}'`];
}

function loginArguments({ access, extra, env }: ArgumentOptions, scope: ProvisionScope): readonly string[] {
  const { keyFile, variablesFile } = access;
  if (variablesFile !== undefined) return ['-e', `@${variablesFile}`];
  if (!setsVariable('ansible_password', extra))
    return keyFile === undefined ? [] : ['-e', `ansible_ssh_private_key_file=${keyFile}`];
  const checked =
    setsVariable('ansible_host_key_checking', extra) || setsVariable('ANSIBLE_HOST_KEY_CHECKING', env);
  return scope.data['ConnType'] !== 'ssh' || checked ? [] : ['-e', 'ansible_host_key_checking=False'];
}

/** A command line for people to see, without the guest's passwords. */
export function sanitized(argv: readonly string[], data: Readonly<Record<string, string>>): string {
  const secrets = [
    data['WinRMPassword'],
    setsVariable('ansible_password', argv) ? data['Password'] : undefined,
  ];
  return secrets.reduce<string>(
    (text, secret) => (secret ? text.replaceAll(secret, '*****') : text),
    argv.join(' '),
  );
}
