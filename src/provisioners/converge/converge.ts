import { decode } from '../../template/schema/decode.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { finding } from '../tool-words.ts';
import { applyModule } from './apply-module.ts';
import { bootstrap } from './bootstrap.ts';
import { type ConvergeConfig, convergeFields } from './fields.ts';
import { uploadModules } from './upload-modules.ts';

/** Uploads modules and applies one of them with Converge on the guest. */
export const converge: ProvisionerType = {
  type: 'converge',
  fields: convergeFields,
  prepare(raws, context) {
    const exclude = ['execute_command', 'bootstrap_command'];
    const config = decode(convergeFields, raws, { context, exclude });
    check(config);
    return { type: 'converge', run: (scope) => run(config, scope) };
  },
};

async function run(config: ConvergeConfig, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Provisioning with Converge');
  if (config.bootstrap) await bootstrap(config, scope);
  await uploadModules(config, scope);
  await applyModule(config, scope);
}

function check({ module, module_dirs }: ConvergeConfig): void {
  if (module === '') throw finding.convergeModule();
  for (const [index, folder] of module_dirs.entries()) {
    for (const key of ['source', 'destination'] as const)
      if (folder[key] === '') throw finding.convergeFolder(key, index);
  }
}
