import type { Fields } from '../../schema/field.ts';

type Kind = 'builder' | 'provisioner' | 'post-processor';

export interface UpgradeOptions {
  /** Whether comments explain each kind of block. */
  readonly annotations: boolean;
  /** The settings of a component; nothing for one that is not known. */
  fieldsOf(kind: Kind, type: string): Fields | undefined;
}

/** What is known about a template while it is made into HCL2, and what showed on the way. */
export interface Upgrade extends UpgradeOptions {
  /** A builder is built in here that Packer's own command does not know: then the result is what is right, not what Packer writes. */
  readonly isOwn: boolean;
  /** User variables that become locals. */
  readonly locals: ReadonlySet<string>;
  /** User variables that are used. */
  readonly variables: Set<string>;
  usesTimestamp: boolean;
  readonly legacy: Set<'isotime' | 'strftime'>;
  /** Functions that the block under way calls, and what is to be said about it. */
  readonly called: Set<string>;
  readonly remarks: Set<string>;
}
