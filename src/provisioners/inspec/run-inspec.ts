import { explaining } from '../explaining.ts';
import { runTool } from '../local/run-tool.ts';
import { temporaryFile } from '../local/temporary-file.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { type ProxyAccess, proxyAccess } from '../ssh-proxy/proxy-access.ts';
import { explained } from '../words.ts';
import type { InspecConfig } from './inspec.ts';

/** The proxy and the files live as long as InSpec runs. Only SSH needs the proxy. */
export async function runInspec(given: InspecConfig, scope: ProvisionScope): Promise<void> {
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
