import { decode } from '../../template/schema/decode.ts';
import { configRefused } from '../../template/words.ts';
import { pathFindings, requiredFileFindings } from '../local/path-findings.ts';
import type { ProvisionerType } from '../provisioner.ts';
import { keyFindings, portFindings } from '../ssh-proxy/proxy-findings.ts';
import { userName } from '../ssh-proxy/user-name.ts';
import { finding } from '../tool-words.ts';
import { type AnsibleConfig, ansibleFields } from './fields.ts';
import { runAnsible } from './run-ansible.ts';
import { ansibleVersion, unknownVersion } from './version.ts';

/** Runs a playbook with the Ansible of this machine against the guest. */
export const ansible: ProvisionerType = {
  type: 'ansible',
  fields: ansibleFields,
  prepare(raws, context) {
    const config = decode(ansibleFields, raws, { context, exclude: ['inventory_file_template'] });
    const version = config.skip_version_check ? unknownVersion : ansibleVersion(config.command);
    const user = config.user || userName();
    const findings = [
      ...findingsOf(config),
      ...version.findings,
      ...(user === '' ? [finding.userUnknown] : []),
    ];
    if (findings.length > 0)
      throw configRefused(findings, version.findings.length > 0 ? { hint: finding.ansibleHint } : {});
    return {
      type: 'ansible',
      run: (scope) => runAnsible({ config, user, major: version.major, env: environment(config) }, scope),
    };
  },
};

/** A host key that is made for one run can be known to nobody. */
function environment(config: AnsibleConfig): readonly string[] {
  return [
    ...config.ansible_env_vars,
    ...(config.ssh_host_key_file === '' ? ['ANSIBLE_HOST_KEY_CHECKING=False'] : []),
    ...(config.use_sftp ? [] : ['ANSIBLE_SCP_IF_SSH=True']),
  ];
}

function findingsOf(config: AnsibleConfig): readonly string[] {
  return [
    ...requiredFileFindings('playbook_file', config.playbook_file),
    ...pathFindings('galaxy_file', config.galaxy_file, 'file'),
    ...keyFindings(config),
    ...portFindings(config.local_port),
    ...pathFindings('inventory_directory', config.inventory_directory, 'folder'),
  ];
}
