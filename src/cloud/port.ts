import type { Kind } from '../engine/kind.ts';
import type { Mark } from '../engine/mark.ts';
import type { Clock } from '../wire/clock.ts';
import type { Assistant } from './assistant.ts';
import type { Images } from './images.ts';
import type { Instances } from './instances.ts';
import type { Storage } from './storage.ts';

export type {
  Image,
  ImageCopySpec,
  ImageDisk,
  ImageImportSpec,
  ImageSearch,
  ImageSpec,
  Images,
} from './images.ts';
export type { Kind };

/**
 * The cloud in our words. Builders know this file alone; `cloud/alibaba/` is its one implementation.
 * No method waits for a state: `create` gives the id as soon as the service has told it, waiting is the engine's.
 * Throttling and unavailable answers are retried inside (a mutating call only with its token), and so are refusals that
 * pass, except for `create`: each of its tries needs a token that the caller has noted. All others
 * reject with a BuildError `cloud-*` whose data holds `api` (the service's own code), `action` and `requestId`.
 */
export interface Cloud {
  readonly region: string;
  /** By which to wait for what it makes. */
  readonly clock: Clock;
  /** The same account seen from another region. */
  in(region: string): Cloud;
  /** Proves the credentials: the account id. */
  account(signal: AbortSignal): Promise<string>;
  regions(signal: AbortSignal): Promise<readonly string[]>;
  /** Zones of this region that can hold a vSwitch, best first: those that have the type in stock, then the rest. */
  zones(instanceType: string, signal: AbortSignal): Promise<readonly Zone[]>;
  readonly images: Images;
  readonly snapshots: Kind<SnapshotSpec, Snapshot>;
  readonly disks: { ofInstance(instanceId: string, signal: AbortSignal): Promise<readonly Disk[]> };
  readonly keyPairs: Kind<KeyPairSpec, KeyPair>;
  readonly vpcs: Kind<VpcSpec, Vpc>;
  readonly vSwitches: Kind<VSwitchSpec, VSwitch>;
  readonly securityGroups: SecurityGroups;
  readonly instances: Instances;
  readonly eips: Eips;
  readonly assistant: Assistant;
  readonly storage: Storage;
  /** The role by which the service reads disks from storage: makes it, or gives it the policy that it lacks. */
  readonly importRole: { ensure(signal: AbortSignal): Promise<void> };
  /** Adds tags to things that exist; at most 20 tags. */
  tag(
    type: 'snapshot' | 'image' | 'instance' | 'disk',
    ids: readonly string[],
    tags: Tags,
    signal: AbortSignal,
  ): Promise<void>;
  /** Ends kept-alive connections. */
  close(): Promise<void>;
}

export type Tags = Readonly<Record<string, string>>;

export type Noun =
  | 'image'
  | 'image copy'
  | 'snapshot'
  | 'key pair'
  | 'VPC'
  | 'vSwitch'
  | 'security group'
  | 'instance'
  | 'EIP';

export interface Owned {
  /** Template tags; the run's own tags come with the mark. */
  readonly tags: Tags;
  /** Empty: the account's default group. */
  readonly resourceGroupId: string;
}

/** What tells whose a thing is, and how old; empty where the service does not say. */
export interface Traced {
  readonly tags: Tags;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export interface Zone {
  readonly id: string;
  /** Whether the instance type asked for is on sale here; `types` are all that are. */
  readonly offersType: boolean;
  readonly inStock: boolean;
  readonly types: readonly string[];
}

export interface Snapshot extends Traced {
  readonly id: string;
  readonly status: 'progressing' | 'accomplished' | 'failed';
  readonly progress: number;
  readonly diskId: string;
}

export interface SnapshotSpec extends Owned {
  readonly diskId: string;
  readonly name: string;
}

interface Disk {
  readonly id: string;
  readonly type: 'system' | 'data';
  readonly category: string;
  readonly size: number;
  readonly device: string;
}

/** The id of a key pair is its name. */
export interface KeyPair extends Traced {
  readonly id: string;
  readonly fingerprint: string;
}

export interface KeyPairSpec extends Owned {
  readonly name: string;
  /** One line in the form of authorized_keys. */
  readonly publicKey: string;
}

export interface Vpc extends Traced {
  readonly id: string;
  readonly status: string;
  readonly cidrBlock: string;
}

export interface VpcSpec extends Owned {
  readonly name: string;
  readonly cidrBlock: string;
}

export interface VSwitch extends Traced {
  readonly id: string;
  readonly status: string;
  readonly vpcId: string;
  readonly zoneId: string;
  readonly cidrBlock: string;
}

export interface VSwitchSpec extends Owned {
  readonly name: string;
  readonly vpcId: string;
  readonly zoneId: string;
  readonly cidrBlock: string;
}

export interface SecurityGroup extends Traced {
  readonly id: string;
  readonly vpcId: string;
}

export interface SecurityGroupSpec extends Owned {
  readonly name: string;
  readonly vpcId: string;
}

export interface SecurityRule {
  readonly direction: 'ingress' | 'egress';
  readonly protocol: 'tcp' | 'all';
  /** `22/22`, or `-1/-1` for all. */
  readonly ports: string;
  readonly cidr: string;
}

export interface SecurityGroups extends Kind<SecurityGroupSpec, SecurityGroup> {
  /** Adds rules; a rule that is there already is success. */
  authorize(id: string, rules: readonly SecurityRule[], mark: Mark, signal: AbortSignal): Promise<void>;
}

export interface Eip extends Traced {
  readonly id: string;
  readonly address: string;
  readonly status: 'Available' | 'Associating' | 'InUse' | 'Unassociating' | 'Releasing';
  /** Empty when free. */
  readonly instanceId: string;
}

export interface EipSpec extends Owned {
  readonly name: string;
  readonly internetChargeType: string;
  /** Mbit/s; 0: the service's default. */
  readonly bandwidth: number;
}

export interface Eips extends Kind<EipSpec, Eip> {
  /** Asynchronous in the cloud; associated with this instance already is success. */
  associate(id: string, instanceId: string, mark: Mark, signal: AbortSignal): Promise<void>;
  /** Free already is success. */
  unassociate(id: string, instanceId: string, mark: Mark, signal: AbortSignal): Promise<void>;
}
