export interface Ours {
  readonly exit?: number;
  readonly stdout?: string;
  readonly varies?: true;
  readonly why: string;
}

const valid = { exit: 0, stdout: 'The configuration is valid.\n' };

/** What ours does otherwise: by the case and the command. */
export const intended: Readonly<Record<string, Ours>> = {
  'build-unknown-things: validate f.pkr.hcl': { ...valid, why: 'chef-solo is built in' },
  'hcp-block: build -color=false t.pkr.hcl': {
    exit: 0,
    varies: true,
    why: 'nothing is sent to HCP, and the build goes on',
  },
  'hcp-block: build -color=false u.pkr.hcl': {
    exit: 0,
    varies: true,
    why: 'nothing is sent to HCP, and the build goes on',
  },
  'prov-pause-and-timeout: build -color=false t.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'the timeout counts, too',
  },
  'ali-import: validate u.pkr.hcl': { exit: 1, varies: true, why: 'keys and region may come when it runs' },
  'ali-missing-settings: validate a.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'without a user name it is root',
  },
  'ali-missing-settings: validate d.pkr.hcl': {
    ...valid,
    varies: true,
    why: 'without a user name it is root, with a warning',
  },
  'ali-names-and-templates: validate h.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'the service refuses a name that begins with a hyphen',
  },
  'ali-wrong-types: validate h.pkr.hcl': { exit: 1, varies: true, why: 'there is a setting instance_types' },
  'ali-wrong-types: validate j.pkr.hcl': { ...valid, why: 'there is a setting ssh_interface' },
  'validate-machine-readable-error: validate -machine-readable t.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'a record more with the place',
  },
  'validate-machine-readable-error: build -machine-readable t.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'a record more with the place',
  },
  'ali-all-settings: validate t.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'the service refuses names of one character',
  },
  'ali-disks: validate l.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'the service refuses a data disk without a size',
  },
  'ali-wrong-types: validate i.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'the service refuses this instance type, too',
  },
  'build-on-error: build -color=false -on-error=sometimes t.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'the usage is ours',
  },
  'packer-unknown-argument: validate c.pkr.hcl': { varies: true, why: 'a label is told of once' },
  'files-no-argument: validate a.pkr.hcl a.pkr.hcl': { varies: true, why: 'the usage is ours' },
  'files-plain-hcl-name: validate -config-type=toml main.hcl': { varies: true, why: 'the usage is ours' },
  'ali-import: validate t.pkr.hcl': {
    exit: 1,
    varies: true,
    why: 'the service refuses this name of a bucket',
  },
  'files-no-argument: build': { varies: true, why: 'the usage is ours' },
  'files-no-argument: validate': { varies: true, why: 'the usage is ours' },
  'var-flag-format: validate -var a t.pkr.hcl': { varies: true, why: 'the usage is ours' },
  'validate-machine-readable-error: validate -machine-readable u.pkr.hcl': {
    varies: true,
    why: 'a record more with the place',
  },
};

/** Runs that do not go the same way yet. */
export const waiting: readonly string[] = [
  'data-chain: validate -use-sequential-evaluation t.pkr.hcl',
  'data-errors: validate unk.pkr.hcl',
  'data-http: ',
  'files-plain-hcl-name: validate -config-type=hcl2 main.hcl',
  'files-stdin: validate -',
  'local-cycle: validate -use-sequential-evaluation t.pkr.hcl',
];
