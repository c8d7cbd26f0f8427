import { explaining } from '../explaining.ts';
import type { GuestOs } from '../guest/guest-commands.ts';
import { runOnGuest } from '../guest/run-on-guest.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { SaltConfig } from './fields.ts';
import { addFormulas } from './formulas.ts';
import { guestPlaces } from './guest-places.ts';
import { installGit } from './install-git.ts';
import { saltCall } from './salt-call.ts';
import { type ConfigurationFile, SaltFiles, type Tree } from './salt-files.ts';

export async function runSalt(config: SaltConfig, os: GuestOs, scope: ProvisionScope): Promise<void> {
  const places = guestPlaces[os];
  const formulas = await addFormulas(config, scope);
  try {
    scope.note('say', 'Provisioning with Salt...');
    if (!config.skip_bootstrap) await bootstrap(config, os, scope);
    const files = new SaltFiles(config, os, scope);
    await files.prepare();
    for (const file of configuration(config)) await files.configure(file);
    await files.place(states(config, places.states));
    for (const folder of formulas.folders) scope.note('message', `Removing Salt formula: ${folder}`);
    if (config.local_pillar_roots !== '') await files.place(pillar(config, places.pillar));
    if (os === 'windows') await installGit(config, scope);
    await saltCall(config, os, scope);
  } finally {
    await formulas.remove();
  }
}

/** Exit codes do not count, as in Packer: a guest that has no Salt then fails when it is called. */
async function bootstrap(config: SaltConfig, os: GuestOs, scope: ProvisionScope): Promise<void> {
  const { fetchBootstrap, runBootstrap } = guestPlaces[os];
  scope.note('message', 'Downloading saltstack bootstrap to /tmp/install_salt.sh');
  await explaining('Unable to download Salt: ', runOnGuest(fetchBootstrap, scope));
  const sudo = config.disable_sudo || os === 'windows' ? '' : 'sudo ';
  const command = `${sudo}${runBootstrap} ${config.bootstrap_args}`;
  scope.note('message', `Installing Salt with command ${command}`);
  await explaining('Unable to install Salt: ', runOnGuest(command, scope));
}

function configuration(config: SaltConfig): readonly ConfigurationFile[] {
  const files = [
    { source: config.minion_config, what: 'minion', title: 'minion config', failing: 'minion config file' },
    { source: config.grains_file, what: 'grains', title: 'grains file', failing: 'grains file' },
  ] as const;
  return files.filter(({ source }) => source !== '');
}

function states(config: SaltConfig, usual: string): Tree {
  return {
    source: config.local_state_tree,
    name: 'states',
    title: 'local state tree',
    short: 'salt tree',
    target: config.remote_state_tree || usual,
  };
}

function pillar(config: SaltConfig, usual: string): Tree {
  return {
    source: config.local_pillar_roots,
    name: 'pillar',
    title: 'local pillar roots',
    short: 'pillar root',
    target: config.remote_pillar_roots || usual,
  };
}
