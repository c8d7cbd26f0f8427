import { decode } from '../../template/schema/decode.ts';
import { type Decoded, string, strings } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { pathFindings } from '../local/path-findings.ts';
import type { ProvisionerType } from '../provisioner.ts';
import { sshProxyFields } from '../ssh-proxy/fields.ts';
import { keyFindings, portFindings } from '../ssh-proxy/proxy-findings.ts';
import { userName } from '../ssh-proxy/user-name.ts';
import { finding } from '../tool-words.ts';
import { runInspec } from './run-inspec.ts';

export const inspecFields = {
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

export type InspecConfig = Decoded<typeof inspecFields>;

const BACKENDS: readonly string[] = ['docker', 'local', 'ssh', 'winrm'];

/** Runs a profile with the InSpec of this machine against the guest. */
export const inspec: ProvisionerType = {
  type: 'inspec',
  fields: inspecFields,
  prepare(raws, context) {
    const config = decode(inspecFields, raws, { context });
    const user = config.user || userName();
    const findings = [...findingsOf(config), ...(user === '' ? [finding.userUnknown] : [])];
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
    ...(backend === 'docker' && host === '' ? [finding.backendHost] : []),
    ...portFindings(config.local_port),
    ...pathFindings('attrs', config.attributes_directory, 'folder'),
  ];
}
