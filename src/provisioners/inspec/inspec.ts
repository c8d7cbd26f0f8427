import { decode } from '../../template/schema/decode.ts';
import { type Decoded, string, strings } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { pathFindings } from '../local/paths.ts';
import { runTool } from '../local/run-program.ts';
import { temporaryFile } from '../local/temporary-file.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import {
  keyFindings,
  type ProxyAccess,
  portFindings,
  proxyAccess,
  sshProxyFields,
  userFindings,
  userName,
} from '../ssh-proxy/proxy-access.ts';
import { explained, explaining } from '../words.ts';

const inspecFields = {
  ...sshProxyFields,
  profile: string('Profile to run: a folder or file of this machine, or an address.'),
  command: string('Program to run.', 'inspec', { label: 'Command' }),
  subcommand: string('What it is told to do.', 'exec', { label: 'SubCommand' }),
  extra_arguments: strings('Further arguments; no shell reads them.'),
  inspec_env_vars: strings('Variables for InSpec, as `KEY=VALUE`.'),
  attributes: strings('Files of this machine with inputs.'),
  attributes_directory: string('Folder to write the file of Packer’s own inputs to.'),
  backend: string('How InSpec reaches the guest: `ssh`, `docker`, `local` or `winrm`.', 'ssh'),
  user: string('User that InSpec logs in as; who runs the build unless set.'),
  host: string('Address that InSpec connects to.'),
} as const;

type InspecConfig = Decoded<typeof inspecFields>;

const BACKENDS: readonly string[] = ['docker', 'local', 'ssh', 'winrm'];

/** Runs a profile with the InSpec of this machine against the guest. */
export const inspec: ProvisionerType = {
  type: 'inspec',
  fields: inspecFields,
  prepare(raws, context) {
    const config = decode(inspecFields, raws, { context });
    const user = config.user || userName();
    const findings = [...findingsOf(config), ...userFindings(user)];
    if (findings.length > 0) throw configRefused(findings);
    const host = config.host || '127.0.0.1';
    return { type: 'inspec', run: (scope) => runInspec({ ...config, user, host }, scope) };
  },
};

function findingsOf(config: InspecConfig): readonly string[] {
  const { backend, host } = config;
  return [
    ...(config.profile === '' ? [finding.unspecified('profile')] : []),
    ...keyFindings(config),
    ...(BACKENDS.includes(backend) ? [] : [finding.backend(backend)]),
    ...(backend === 'docker' && host === '' ? ['backend: host must be specified for docker backend'] : []),
    ...portFindings(config.local_port),
    ...pathFindings('attrs', config.attributes_directory, 'folder'),
  ];
}

/** The proxy and the files live as long as InSpec runs. Only SSH needs the proxy. */
async function runInspec(given: InspecConfig, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Provisioning with Inspec...');
  const config = rendered(given, scope);
  await using proxy =
    config.backend === 'ssh'
      ? await proxyAccess(config, { keyName: 'packer-provisioner-inspec.*.key' }, scope)
      : undefined;
  await using own = await temporaryFile({
    name: 'packer-provisioner-inspec.*.yml',
    content: `packer_build_name: ${scope.buildName}\npacker_builder_type: ${scope.builderType}\n`,
    folder: config.attributes_directory,
  });
  const argv = [config.command, ...inspecArguments(config, own.path, proxy)];
  scope.note('say', `Executing Inspec: ${argv.join(' ')}`);
  const ran = runTool({ type: 'inspec', argv, env: config.inspec_env_vars }, scope);
  await explaining('Error executing Inspec: ', ran);
}

function inspecArguments(
  config: InspecConfig,
  inputs: string,
  proxy: ProxyAccess | undefined,
): readonly string[] {
  const key = proxy?.keyFile;
  return [
    config.subcommand,
    config.profile,
    '--backend',
    config.backend,
    '--host',
    config.host,
    '--user',
    config.user,
    ...(key === undefined ? [] : ['--key-files', key]),
    ...(proxy === undefined ? [] : ['--port', String(proxy.port)]),
    '--input-file',
    ...config.attributes,
    inputs,
    ...config.extra_arguments,
  ];
}

function rendered(config: InspecConfig, scope: ProvisionScope): InspecConfig {
  const one = (text: string, what: string): string => {
    try {
      return renderAtRun(text, scope);
    } catch (error) {
      throw explained(`Could not interpolate inspec ${what}: `, error);
    }
  };
  const all = (texts: readonly string[], what: string) => texts.map((text) => one(text, what));
  return {
    ...config,
    user: one(config.user, 'user'),
    host: one(config.host, 'user'),
    inspec_env_vars: all(config.inspec_env_vars, 'env vars'),
    extra_arguments: all(config.extra_arguments, 'extra arguments'),
    attributes: all(config.attributes, 'attributes'),
  };
}

const finding = {
  unspecified: (key: string) => `${key} must be specified.`,
  backend: (name: string) => `backend: ${name} must be a valid backend`,
} as const;
