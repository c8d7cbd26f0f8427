import { temporaryFile } from '../local/temporary-file.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { proxyAccess } from '../ssh-proxy/proxy-access.ts';
import { names } from './arguments.ts';
import type { AnsibleRun } from './run-ansible.ts';

/** How Ansible reaches the guest; the files are gone when it is disposed of. */
export interface Access extends AsyncDisposable {
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
): Promise<Access> {
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

async function throughProxy({ config, user }: AnsibleRun, scope: ProvisionScope): Promise<Access> {
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
async function bySsh(run: AnsibleRun, scope: ProvisionScope): Promise<Access> {
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

async function byWinrm(run: AnsibleRun, extra: readonly string[], scope: ProvisionScope): Promise<Access> {
  scope.note(
    'message',
    'Not using Proxy adapter for Ansible run:\n\tUsing WinRM Password from Packer communicator...',
  );
  const content = JSON.stringify({ ansible_password: scope.data['Password'] ?? '' });
  const file = names('ansible_password', extra)
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
