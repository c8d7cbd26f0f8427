import type { ProvisionerType } from '../provisioners/provisioner.ts';
import { renderAtRun } from '../provisioners/render-at-run.ts';
import { guarded, prepareConfig } from './adapt-component.ts';
import type { ProvisionerPlugin } from './plugin.ts';

/** A provisioner of a plug-in as one of ours. */
export function adaptProvisioner(type: string, plugin: ProvisionerPlugin): ProvisionerType {
  return {
    type,
    fields: plugin.fields,
    prepare(raws, context) {
      const { config, secrets } = prepareConfig(plugin, raws, context);
      return {
        type,
        secrets,
        run: (scope) =>
          guarded('provision-failed', scope.signal, () =>
            plugin.run(config, { ...scope, render: (text, more) => renderAtRun(text, scope, more) }),
          ),
      };
    },
  };
}
