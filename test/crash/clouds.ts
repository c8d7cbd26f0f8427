import type { EmulatorOptions } from '../../src/emulator/emulator.ts';

const creating = [
  'CreateVpc',
  'CreateVSwitch',
  'AllocateEipAddress',
  'CreateSecurityGroup',
  'RunInstances',
  'CreateImage',
  'CopyImage',
  'AuthorizeSecurityGroup',
  'AuthorizeSecurityGroupEgress',
];

/** How the cloud of a trial is. */
export const clouds = {
  well: {},
  /** No query by tag ever tells of a thing, as if the index lagged for good. */
  lagging: { tagIndexLag: 1e9 },
  /** Every ClientToken is forgotten before it could be asked for again. */
  forgetful: { faults: creating.map((action) => ({ action, forgetToken: true })) },
} as const satisfies Readonly<Record<string, EmulatorOptions>>;

export type Cloud = keyof typeof clouds;
