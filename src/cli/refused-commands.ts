interface Refusal {
  readonly why: string;
  readonly hint: string;
}

const PLUGINS: Refusal = {
  why: 'nothing has to be installed: all components are part of this program.',
  hint: 'Leave the command out. `ecs-imagebuild docs` lists the components.',
};

const INTERNAL: Refusal = {
  why: "it belongs to the inside of Packer, where components are processes of their own; here they aren't.",
  hint: 'There is nothing to call in its place.',
};

/** Commands of Packer that have no use here, and why. */
export const REFUSED_COMMANDS: Readonly<Record<string, Refusal>> = {
  init: PLUGINS,
  plugins: PLUGINS,
  plugin: INTERNAL,
  execute: INTERNAL,
  'sbom-generate': {
    why: 'software bills of materials are not made by this program.',
    hint: 'A provisioner can run a tool of your choice on the guest.',
  },
  'verify-attestation': {
    why: 'attestations are not made by this program, so there are none to verify.',
    hint: 'Verify those of Packer with Packer.',
  },
};
