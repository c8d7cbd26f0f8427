import type { Connected } from '../../machine/connected.ts';
import type { KeysCleared } from '../../machine/keys-cleared.ts';
import type { Provisioned } from '../../machine/provisioned.ts';

/** What a build finds out and makes, by the step that did: read this first. Plain JSON, kept in the journal. */
export interface Facts {
  /** The settings fit the account: regions exist, names are free. */
  readonly preflight: {
    /** When the cloud ends a forgotten instance by itself; decided once, so that asking again asks the same. */
    readonly autoReleaseTime: string;
  };
  readonly sourceImage: { readonly id: string; readonly name: string; readonly osType: string };
  /** Where to build: the zone of the vSwitch, and all that may be tried, best first. Empty: the given vSwitch decides. */
  readonly zone: { readonly id: string; readonly choices: readonly Choice[] };
  /** `name` is empty when the instance gets no key. `publicKey` is empty unless the pair was made here. */
  readonly keyPair: { readonly name: string; readonly temporary: boolean; readonly publicKey: string };
  readonly vpc: {
    readonly id: string;
    readonly cidrBlock: string;
    readonly temporary: boolean;
    /** Set where another run of the same process has made the network, which this one shares. */
    readonly joined?: JoinedNetwork;
  };
  /** Address range of the temporary vSwitch, empty when one is given; and of those in `others`, by zone. */
  readonly range: { readonly cidrBlock: string; readonly others: Readonly<Record<string, string>> };
  readonly vSwitch: { readonly id: string; readonly zoneId: string };
  /** `sources`: from where a temporary one lets in. */
  readonly securityGroup: { readonly id: string; readonly sources: readonly string[] };
  /** Exists and has its addresses; it may still be starting. */
  readonly instance: { readonly id: string; readonly privateIp: string; readonly publicIp: string };
  readonly running: { readonly zoneId: string };
  /** Empty: none asked for. */
  readonly eip: { readonly id: string; readonly address: string };
  readonly associated: { readonly eip: boolean };
  /** The address that the connection goes to. */
  readonly address: { readonly host: string; readonly kind: 'private' | 'public' | 'eip' };
  readonly connected: Connected;
  readonly provisioned: Provisioned;
  readonly keysCleared: KeysCleared;
  readonly stopped: { readonly id: string };
  /** Images that had to give way; they are deleted once the new one exists. */
  readonly namesFreed: { readonly replaced: readonly ReplacedImage[] };
  /** Of the system disk, when data disks are left out. Empty: the image takes all disks of the instance. */
  readonly snapshot: { readonly id: string };
  /** Made of the instance. Temporary when an encrypted image is asked for. */
  readonly createdImage: ImageFact;
  /** The one that was asked for. */
  readonly image: ImageFact;
  readonly copies: { readonly images: readonly ImageFact[] };
  readonly tagged: { readonly snapshots: number };
  readonly shared: { readonly accounts: readonly string[] };
  readonly replaced: { readonly deleted: readonly string[] };
  /** Older images of the family. */
  readonly pruned: { readonly deprecated: readonly string[]; readonly deleted: readonly string[] };
}

export interface JoinedNetwork {
  readonly vSwitch: Facts['vSwitch'];
  readonly securityGroup: Facts['securityGroup'];
  /** Address ranges for vSwitches of this run's own, by zone. */
  readonly others: Readonly<Record<string, string>>;
}

/** A type of instance in a zone. */
export interface Choice {
  readonly type: string;
  readonly zone: string;
}

export interface ImageFact {
  readonly region: string;
  readonly id: string;
  readonly name: string;
  readonly snapshots: readonly string[];
}

export interface ReplacedImage {
  readonly region: string;
  readonly id: string;
  readonly name: string;
  /** The name it has meanwhile. */
  readonly asideName: string;
  readonly snapshots: readonly string[];
}
