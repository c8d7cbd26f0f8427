import { BuildError } from '../errors/build-error.ts';

/** A tool on the guest, or a command around it, ended badly. */
export const guestCommandFailed = (message: string, code: number): BuildError =>
  new BuildError('script-failed', message, { data: { exitCode: code } });

/** A tool of this machine ended badly; `ending` is `exit status 2` or the like. */
export const toolFailed = (ending: string): BuildError =>
  new BuildError('script-failed', `Non-zero exit status: ${ending}`);

export const programUnstartable = (reason: string, cause: unknown): BuildError =>
  new BuildError('script-failed', reason, {
    cause,
    hint: 'Install the program on this machine, or say with "command" where it is.',
  });

export const ansibleMissing = (command: string, code: number): BuildError =>
  new BuildError(
    'script-failed',
    `${command} could not be found. Verify that it is available on the\nPATH after connecting to the machine.`,
    {
      data: { exitCode: code },
      hint: 'Install ansible on the guest first, for example with a shell provisioner.',
    },
  );

export const convergeMissing = (bootstrapped: boolean): BuildError =>
  new BuildError('script-failed', 'Could not find Converge', {
    ...(bootstrapped ? {} : { hint: 'Set "bootstrap": true, or install it with a shell provisioner.' }),
  });

export const proxyUnavailable = (port: number): BuildError =>
  new BuildError('provision-failed', 'Error setting up SSH proxy connection', {
    hint:
      port === 0
        ? 'This machine has no free port on 127.0.0.1.'
        : `No port from ${port} to ${port + 9} on 127.0.0.1 is free; set another "local_port", or leave it out.`,
  });

export const proxyKeyUnreadable = (setting: string, message: string, path: string): BuildError =>
  new BuildError('provision-failed', message, { hint: `Look at ${path}, which "${setting}" names.` });

/** Goes to a client of the proxy, which shows it. */
export const scpRefused = (reason: string): BuildError => new BuildError('transfer-failed', `scp: ${reason}`);

export const formulaUnavailable = (formula: string, reason: string): BuildError =>
  new BuildError('provision-failed', `Unable to download Salt formula from ${formula}: ${reason}`, {
    hint: 'Formulas are fetched with git: see whether `git clone` takes this address on this machine.',
  });

/** What these provisioners find wrong with their settings, in Packer's words where it has any that help. */
export const finding = {
  guestOsType: (name: string) =>
    new BuildError('config-invalid', `Invalid guest_os_type: "${name}"`, {
      hint: 'Write "unix" or "windows", or leave it out for Unix.',
    }),
  convergeModule: () =>
    new BuildError('config-invalid', 'Converge requires a module to provision the system'),
  convergeFolder: (key: 'source' | 'destination', index: number) =>
    new BuildError(
      'config-invalid',
      `${key === 'source' ? 'Source' : 'Destination'} ("${key}" key) is required in Converge module dir #${index}`,
    ),
  unspecified: (key: string) => `${key} must be specified.`,
  pathInvalid: (key: string, path: string, reason: string) => `${key}: ${path} is invalid: ${reason}`,
  pathKind: (key: string, path: string, wanted: 'file' | 'folder') =>
    `${key}: ${path} must point to a ${wanted === 'file' ? 'file' : 'directory'}`,
  localPort: (port: number) => `local_port: ${port} must be a valid port`,
  userUnknown: 'user: could not determine current user from environment.',
  versionFailed: (command: string, reason: string) => `Error running "${command} --version": ${reason}`,
  versionMissing: (command: string, output: string) =>
    `Could not find ${command} version in output:\n${output}`,
  ansibleHint:
    'Install Ansible on this machine, or set "skip_version_check": true if it comes to be during the build.',
  playbookTwice: 'Either playbook_file or playbook_files can be specified, not both',
  noPlaybook: 'Either playbook_file or playbook_files must be specified',
  backend: (name: string) => `backend: ${name} must be a valid backend`,
  backendHost: 'backend: host must be specified for docker backend',
  chefPath: (what: string, path: string, reason: string) => `Bad ${what} '${path}': ${reason}`,
  chefTemplate: (reason: string) => `Bad config template path: ${reason}`,
  chefTemplateFolder: (path: string) => `Config template path must be a file: ${path} is a directory`,
  isFolder: 'it is a directory',
  noFolder: 'it is not a directory',
  serverUrl: 'server_url must be set',
  policy: 'If either policy_name or policy_group are set, they must both be set.',
  chefJson: (reason: string) => `Error processing user variables in JSON: ${reason}`,
  puppetPath: (key: string, reason: string) => `${key} is invalid: ${reason}`,
  puppetKind: (key: string, wanted: 'file' | 'folder') =>
    `${key} must point to a ${wanted === 'file' ? 'file' : 'directory'}`,
  noManifest: 'A manifest_file must be specified.',
  saltEmpty: (key: string) => `${key} cannot be empty`,
  saltPath: (key: string, path: string, reason: string) => `${key}: path '${path}' is invalid: ${reason}`,
  saltKind: (key: string, path: string, wanted: 'file' | 'folder') =>
    `${key}: path '${path}' must point to a ${wanted === 'file' ? 'file' : 'directory'}`,
  formulaUrl: "Invalid formula URL. Please verify the git URLs also contain a '//' subdir",
  saltRoots: 'remote_state_tree and remote_pillar_roots only apply when minion_config is not used',
} as const;
