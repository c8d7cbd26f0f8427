import { timeOrderedUuid } from '../../template/go/time-ordered-uuid.ts';
import { decode } from '../../template/schema/decode.ts';
import { configRefused } from '../../template/words.ts';
import { pathFindings } from '../local/path-findings.ts';
import type { ProvisionerType } from '../provisioner.ts';
import { finding } from '../tool-words.ts';
import { type AnsibleLocalConfig, ansibleLocalFields } from './fields.ts';
import { runAnsibleLocal } from './run-ansible-local.ts';

const STAGING = '/tmp/packer-provisioner-ansible-local';

/** Uploads playbooks and runs them with the guest's own Ansible. */
export const ansibleLocal: ProvisionerType = {
  type: 'ansible-local',
  fields: ansibleLocalFields,
  prepare(raws, context) {
    const given = decode(ansibleLocalFields, raws, { context });
    const folder = given.staging_directory || `${STAGING}/${timeOrderedUuid(context.now)}`;
    const config = { ...given, staging_directory: folder };
    const findings = findingsOf(config);
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'ansible-local', run: (scope) => runAnsibleLocal(config, scope) };
  },
};

function findingsOf(config: AnsibleLocalConfig): readonly string[] {
  const { playbook_file: one, playbook_files: several } = config;
  return [
    ...(one !== '' && several.length > 0 ? [finding.playbookTwice] : []),
    ...(one === '' && several.length === 0 ? [finding.noPlaybook] : []),
    ...pathFindings('playbook_file', one, 'file'),
    ...several.flatMap((path) => pathFindings('playbook_files', path, 'file')),
    ...pathFindings('inventory_file', config.inventory_file, 'file'),
    ...pathFindings('galaxy_file', config.galaxy_file, 'file'),
    ...pathFindings('playbook_dir', config.playbook_dir, 'folder'),
    ...pathFindings('group_vars', config.group_vars, 'folder'),
    ...pathFindings('host_vars', config.host_vars, 'folder'),
    ...config.playbook_paths.flatMap((path) => pathFindings('playbook_paths', path, 'folder')),
    ...config.role_paths.flatMap((path) => pathFindings('role_paths', path, 'folder')),
  ];
}
