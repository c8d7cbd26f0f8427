import { type TemporaryFile, temporaryFile } from '../local/temporary-file.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { proxyAccess } from '../ssh-proxy/proxy-access.ts';
import { explained } from '../words.ts';
import type { AnsibleRun } from './ansible.ts';
import { setsVariable } from './arguments.ts';

/** How Ansible reaches the guest; the files are gone when it is disposed of. */
export interface AnsibleAccess extends AsyncDisposable {
  readonly host: string;
  readonly port: string;
  readonly user: string;
  readonly keyFile?: string | undefined;
  /** A file of variables, for what must not stand in an argument list. */
  readonly variablesFile?: string | undefined;
  readonly winrm: boolean;
}

/** Through the proxy unless the settings want the guest's own address and it has one that Ansible can use. */
export async function openAccess(
  run: AnsibleRun,
  extra: readonly string[],
  scope: ProvisionScope,
): Promise<AnsibleAccess> {
  if (run.config.use_proxy !== false || !isReachable(scope)) return throughProxy(run, scope);
  return scope.data['ConnType'] === 'ssh' ? bySsh(run, scope) : byWinrm(run, extra, scope);
}

function isReachable({ data, note }: ProvisionScope): boolean {
  const address = (data['Host'] ?? '') !== '';
  const type = data['ConnType'];
  const known = type === 'ssh' || type === 'winrm';
  if (!address)
    note(
      'error',
      'Warning: use_proxy is false, but instance does not have an IP address to give to Ansible. Falling back to use localhost proxy.',
    );
  if (!known)
    note(
      'error',
      'Warning: use_proxy is false, but communicator is neither ssh nor winrm, so without the proxy ansible will not function. Falling back to localhost proxy.',
    );
  return address && known;
}

async function throughProxy({ config, user }: AnsibleRun, scope: ProvisionScope): Promise<AnsibleAccess> {
  scope.note('message', 'Setting up proxy adapter for Ansible....');
  const options = { keyName: 'ansible-key', sftpCommand: config.sftp_command };
  const proxy = await proxyAccess({ ...config, user }, options, scope);
  return {
    host: '127.0.0.1',
    port: String(proxy.port),
    user,
    keyFile: proxy.keyFile,
    winrm: false,
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  };
}

/** With the key that the build itself logs in with; an agent's keys need no file. */
async function bySsh(run: AnsibleRun, scope: ProvisionScope): Promise<AnsibleAccess> {
  scope.note(
    'message',
    'Not using Proxy adapter for Ansible run:\n\tUsing ssh keys from Packer communicator...',
  );
  const key = scope.data['SSHPrivateKey'] ?? '';
  const file = key === '' ? undefined : await temporaryFile({ name: 'ansible-key', content: key });
  return {
    ...address(run, scope),
    keyFile: file?.path,
    winrm: false,
    user: run.config.user || (scope.data['User'] ?? ''),
    [Symbol.asyncDispose]: async () => file?.[Symbol.asyncDispose](),
  };
}

async function byWinrm(
  run: AnsibleRun,
  extra: readonly string[],
  scope: ProvisionScope,
): Promise<AnsibleAccess> {
  scope.note(
    'message',
    'Not using Proxy adapter for Ansible run:\n\tUsing WinRM Password from Packer communicator...',
  );
  const content = JSON.stringify({ ansible_password: scope.data['Password'] ?? '' });
  const file = setsVariable('ansible_password', extra)
    ? undefined
    : await temporaryFile({ name: 'ansible-variables*.json', content });
  return {
    ...address(run, scope),
    variablesFile: file?.path,
    winrm: true,
    [Symbol.asyncDispose]: async () => file?.[Symbol.asyncDispose](),
  };
}

function address({ user }: AnsibleRun, { data }: ProvisionScope) {
  return { host: data['Host'] ?? '', port: data['Port'] ?? '', user };
}

const HOST = '{{ .HostAlias }} ansible_host={{ .Host }} ansible_user={{ .User }} ansible_port={{ .Port }}';
/** Ansible before version 2 had other names; it is also what Packer writes when it does not know the version. */
const OLD_HOST =
  '{{ .HostAlias }} ansible_ssh_host={{ .Host }} ansible_ssh_user={{ .User }} ansible_ssh_port={{ .Port }}';
const WINRM_HOST =
  '{{ .HostAlias }} ansible_host={{ .Host }} ansible_connection=winrm ansible_winrm_transport=basic ' +
  'ansible_shell_type=powershell ansible_user={{ .User }} ansible_port={{ .Port }}';

/** The inventory that Ansible is given: the user's own, or one that is made for this run. */
export async function inventory(
  run: AnsibleRun,
  access: AnsibleAccess,
  scope: ProvisionScope,
): Promise<TemporaryFile> {
  const { config } = run;
  if (config.inventory_file !== '') return leftInPlace(config.inventory_file);
  const content = inventoryText(run, access, scope);
  const file = await temporaryFile({
    name: 'packer-provisioner-ansible',
    content,
    folder: config.inventory_directory,
  }).catch((error: unknown) => {
    throw explained('Error preparing inventory file: ', error);
  });
  return config.keep_inventory_file ? leftInPlace(file.path) : file;
}

function inventoryText(run: AnsibleRun, access: AnsibleAccess, scope: ProvisionScope): string {
  const { groups, empty_groups: empty } = run.config;
  const host = hostLine(run, access, scope);
  return [host, ...groups.map((name) => `[${name}]\n${host}`), ...empty.map((name) => `[${name}]\n`)].join(
    '',
  );
}

function hostLine({ config, major }: AnsibleRun, access: AnsibleAccess, scope: ProvisionScope): string {
  const { host: Host, port: Port, user: User, winrm } = access;
  const usual = `${winrm ? WINRM_HOST : major < 2 ? OLD_HOST : HOST}\n`;
  const data = { Host, Port, User, HostAlias: config.host_alias };
  try {
    return renderAtRun(config.inventory_file_template || usual, scope, data);
  } catch (error) {
    throw explained('Error generating inventory file from template: ', error);
  }
}

function leftInPlace(path: string): TemporaryFile {
  return { path, [Symbol.asyncDispose]: async () => undefined };
}
