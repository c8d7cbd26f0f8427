import { decode } from '../../template/schema/decode.ts';
import type { Decoded } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { type ChefSettings, chefPathFindings, chefSettings, templateFindings } from '../chef/settings.ts';
import type { ProvisionerType } from '../provisioner.ts';
import { finding } from '../tool-words.ts';
import { chefClientFields } from './fields.ts';
import { runChefClient } from './run-chef-client.ts';

export type ChefClientConfig = Decoded<typeof chefClientFields>;
export type ChefClientSettings = ChefSettings<ChefClientConfig>;

/** Registers the guest at a Chef server, runs chef-client on it, and signs it off again. */
export const chefClient: ProvisionerType = {
  type: 'chef-client',
  fields: chefClientFields,
  prepare(raws, context) {
    const given = decode(chefClientFields, raws, {
      context,
      exclude: ['execute_command', 'install_command', 'knife_command'],
    });
    const settings = chefSettings('chef-client', given, context);
    const findings = findingsOf(settings);
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'chef-client', run: (scope) => runChefClient(settings, scope) };
  },
};

function findingsOf({ config, findings }: ChefClientSettings): readonly string[] {
  const half = (config.policy_name === '') !== (config.policy_group === '');
  return [
    ...templateFindings(config),
    ...(config.server_url === '' ? [finding.serverUrl] : []),
    ...chefPathFindings('encrypted data bag secret', config.encrypted_data_bag_secret_path, 'file'),
    ...(half ? [finding.policy] : []),
    ...findings,
  ];
}
