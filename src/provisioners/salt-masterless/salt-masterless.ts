import { posix } from 'node:path';
import { isBuildError } from '../../errors/build-error.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, type Decoded, string, strings } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import { type GuestOs, guestOs, mustRunOnGuest, runOnGuest } from '../guest/commands.ts';
import { lookAt } from '../local/paths.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { explaining } from '../words.ts';
import { addFormulas, isFormulaAddress } from './formulas.ts';
import { type ConfigurationFile, guestPlaces, SaltFiles, type SaltTree } from './salt-guest.ts';

const saltMasterlessFields = {
  bootstrap_args: string('Arguments of the script that installs Salt.'),
  custom_state: string('State to apply instead of the highstate.'),
  disable_sudo: bool('Run without sudo.'),
  formulas: strings('Git addresses of formulas to add to the state tree, as `ADDRESS.git//FOLDER`.'),
  grains_file: string('Grains file of this machine.'),
  guest_os_type: string('Kind of the guest: `unix` or `windows`.', 'unix'),
  local_pillar_roots: string('Folder of this machine with the pillar.'),
  local_state_tree: string('Folder of this machine with the state tree.'),
  log_level: string('How much salt-call tells.', 'info'),
  minion_config: string('Configuration file of the minion on this machine.'),
  no_exit_on_failure: bool('Go on when salt-call fails.'),
  remote_pillar_roots: string('Where the pillar goes on the guest.'),
  remote_state_tree: string('Where the state tree goes on the guest.'),
  salt_bin_dir: string('Folder on the guest that salt-call is in, where it is not on the path.'),
  salt_call_args: string('Further arguments of salt-call.'),
  skip_bootstrap: bool('Salt is on the guest already.'),
  temp_config_dir: string('Folder on the guest that files are put in first.'),
} as const;

export type SaltConfig = Decoded<typeof saltMasterlessFields>;

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
    ...(config.formulas.every(isFormulaAddress)
      ? []
      : ["Invalid formula URL. Please verify the git URLs also contain a '//' subdir"]),
    ...pathFindings('local_pillar_roots', config.local_pillar_roots, 'folder'),
    ...pathFindings('minion_config', config.minion_config, 'file'),
    ...(config.minion_config !== '' && remote
      ? ['remote_state_tree and remote_pillar_roots only apply when minion_config is not used']
      : []),
    ...pathFindings('grains_file', config.grains_file, 'file'),
  ];
}

function pathFindings(key: string, path: string, wanted: 'file' | 'folder'): readonly string[] {
  if (path === '') return [];
  const look = lookAt(path);
  if (look.kind === undefined) return [finding.saltPath(key, path, look.reason)];
  return look.kind === wanted ? [] : [finding.saltKind(key, path, wanted)];
}

async function runSalt(config: SaltConfig, os: GuestOs, scope: ProvisionScope): Promise<void> {
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

function states(config: SaltConfig, usual: string): SaltTree {
  return {
    source: config.local_state_tree,
    name: 'states',
    title: 'local state tree',
    short: 'salt tree',
    target: config.remote_state_tree || usual,
  };
}

function pillar(config: SaltConfig, usual: string): SaltTree {
  return {
    source: config.local_pillar_roots,
    name: 'pillar',
    title: 'local pillar roots',
    short: 'pillar root',
    target: config.remote_pillar_roots || usual,
  };
}

/** Applies the states. */
async function saltCall(config: SaltConfig, os: GuestOs, scope: ProvisionScope): Promise<void> {
  const args = saltArguments(config, os);
  scope.note('message', `Running: salt-call --local ${args}`);
  const sudo = config.disable_sudo || os === 'windows' ? '' : 'sudo ';
  const command = `${sudo}${saltProgram(config)} --local ${args}`;
  await unlessForgiven(config, 'Error executing salt-call: ', runStep(command, scope));
}

/** A step whose failure counts unless `no_exit_on_failure` says otherwise; cancelling always counts. */
async function unlessForgiven(config: SaltConfig, context: string, step: Promise<void>): Promise<void> {
  try {
    await explaining(context, step);
  } catch (error) {
    if (!config.no_exit_on_failure || isBuildError(error, 'cancelled')) throw error;
  }
}

function runStep(command: string, scope: ProvisionScope): Promise<void> {
  return mustRunOnGuest(command, scope, (code) => `Bad exit status: ${code}`);
}

function saltProgram({ salt_bin_dir: folder }: SaltConfig): string {
  return posix.join(folder, 'salt-call');
}

/** The first blank is Packer's. */
function saltArguments(config: SaltConfig, os: GuestOs): string {
  const { states, pillar } = guestPlaces[os];
  const roots = [
    `--file-root=${config.remote_state_tree || states}`,
    `--pillar-root=${config.remote_pillar_roots || pillar}`,
  ];
  return [
    config.custom_state === '' ? ' state.highstate' : ` state.sls ${config.custom_state}`,
    ...(config.minion_config === '' ? roots : []),
    ...(config.no_exit_on_failure ? [] : ['--retcode-passthrough']),
    `-l ${config.log_level}`,
    ...(config.salt_call_args === '' ? [] : [config.salt_call_args]),
  ].join(' ');
}

const RELEASE =
  'https://github.com/git-for-windows/git/releases/download/v2.28.0.windows.1/Git-2.28.0-64-bit.exe';
const TLS = '[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12';

/** Windows guests get Git, which Salt fetches its package repository with, and that repository. */
async function installGit(config: SaltConfig, scope: ProvisionScope): Promise<void> {
  const salt = `${saltProgram(config)} --local`;
  const steps = [
    [
      'Downloading Git for Windows',
      `powershell ${TLS}; Invoke-WebRequest -Uri ${RELEASE} -OutFile $env:TEMP/Git.exe`,
      'Unable to Download Git for Windows',
    ],
    [
      'Installing Git for Windows',
      'powershell Start-Process -FilePath $env:TEMP/Git.exe /SILENT -Wait',
      'Unable to Install Git for Windows',
    ],
    [
      'Cleaning Up After Git for Windows',
      'powershell Remove-Item $env:TEMP/Git.exe',
      'Unable to Clean-up After Git for Windows',
    ],
    ...['winrepo.update_git_repos', 'pkg.refresh_db'].map(
      (what) =>
        [
          `Running salt-call --local ${what}`,
          `${salt} ${what}`,
          `Error executing salt-call --local ${what}`,
        ] as const,
    ),
  ] as const;
  for (const [message, command, failure] of steps) {
    scope.note('message', message);
    await unlessForgiven(config, `${failure}: `, runStep(command, scope));
  }
}

const finding = {
  saltEmpty: (key: string) => `${key} cannot be empty`,
  saltPath: (key: string, path: string, reason: string) => `${key}: path '${path}' is invalid: ${reason}`,
  saltKind: (key: string, path: string, wanted: 'file' | 'folder') =>
    `${key}: path '${path}' must point to a ${wanted === 'file' ? 'file' : 'directory'}`,
} as const;
