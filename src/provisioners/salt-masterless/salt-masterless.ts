import { decode } from '../../template/schema/decode.ts';
import { configRefused } from '../../template/words.ts';
import { guestOs } from '../guest/guest-commands.ts';
import { lookAt } from '../local/look-at.ts';
import type { ProvisionerType } from '../provisioner.ts';
import { finding } from '../tool-words.ts';
import { type SaltConfig, saltMasterlessFields } from './fields.ts';
import { isFormulaAddress } from './formula-address.ts';
import { runSalt } from './run-salt.ts';

/** Uploads states and pillar, and applies them with salt-call on the guest, without a master. */
export const saltMasterless: ProvisionerType = {
  type: 'salt-masterless',
  fields: saltMasterlessFields,
  prepare(raws, context) {
    const config = decode(saltMasterlessFields, raws, { context });
    const os = guestOs(config.guest_os_type);
    const findings = findingsOf(config);
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'salt-masterless', run: (scope) => runSalt(config, os, scope) };
  },
};

function findingsOf(config: SaltConfig): readonly string[] {
  const remote = config.remote_state_tree !== '' || config.remote_pillar_roots !== '';
  return [
    ...(config.local_state_tree === '' ? [finding.saltEmpty('local_state_tree')] : []),
    ...pathFindings('local_state_tree', config.local_state_tree, 'folder'),
    ...(config.formulas.every(isFormulaAddress) ? [] : [finding.formulaUrl]),
    ...pathFindings('local_pillar_roots', config.local_pillar_roots, 'folder'),
    ...pathFindings('minion_config', config.minion_config, 'file'),
    ...(config.minion_config !== '' && remote ? [finding.saltRoots] : []),
    ...pathFindings('grains_file', config.grains_file, 'file'),
  ];
}

function pathFindings(key: string, path: string, wanted: 'file' | 'folder'): readonly string[] {
  if (path === '') return [];
  const look = lookAt(path);
  if (look.kind === undefined) return [finding.saltPath(key, path, look.reason)];
  return look.kind === wanted ? [] : [finding.saltKind(key, path, wanted)];
}
