import type { GuestDisk } from '../guests/guest.ts';
import type { Bucket } from './oss/oss-state.ts';
import type { Role } from './role-state.ts';

/** A tag and the time (ms) it was set: a tag index may show it later than that. */
export interface TagRecord {
  readonly key: string;
  readonly value: string;
  readonly at: number;
}

/** What every resource has. `createdAt` is in ms. */
export interface Resource {
  readonly id: string;
  readonly createdAt: number;
  resourceGroupId: string;
  tags: TagRecord[];
}

export interface Vpc extends Resource {
  readonly name: string;
  readonly description: string;
  readonly cidrBlock: string;
  readonly routerId: string;
  readonly routeTableId: string;
  status: 'Pending' | 'Available';
  /** Its removal is under way. */
  removing?: boolean;
}

export interface VSwitch extends Resource {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly zoneId: string;
  readonly cidrBlock: string;
  status: 'Pending' | 'Available';
  /** Its removal is under way. */
  removing?: boolean;
}

/** A rule in wire names, as it was given; absent fields are empty in answers. */
export interface SecurityRule {
  readonly id: string;
  readonly createdAt: number;
  readonly direction: 'ingress' | 'egress';
  readonly fields: Readonly<Record<string, string>>;
}

export interface SecurityGroup extends Resource {
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly type: string;
  rules: SecurityRule[];
}

export interface Eip extends Resource {
  readonly address: string;
  readonly name: string;
  readonly description: string;
  readonly bandwidth: string;
  readonly internetChargeType: string;
  readonly isp: string;
  status: 'Available' | 'Associating' | 'InUse' | 'Unassociating' | 'Releasing';
  instanceId: string;
}

/** Named by its name, which is unique in the region; `id` is the `ssh-` id that CreateKeyPair tells. */
export interface KeyPair extends Resource {
  readonly name: string;
  readonly publicKey: string;
  readonly fingerprint: string;
}

export type InstanceStatus = 'Pending' | 'Starting' | 'Running' | 'Stopping' | 'Stopped';

export interface Instance extends Resource {
  name: string;
  description: string;
  hostName: string;
  readonly imageId: string;
  readonly osName: string;
  readonly osType: 'linux' | 'windows';
  readonly instanceType: string;
  readonly zoneId: string;
  readonly vpcId: string;
  readonly vSwitchId: string;
  securityGroupIds: string[];
  readonly privateIp: string;
  readonly networkInterfaceId: string;
  publicIp: string;
  readonly internetChargeType: string;
  readonly internetMaxBandwidthOut: number;
  status: InstanceStatus;
  /** Which transition is under way: an effect of an older transition is void. */
  transition: number;
  startedAt: number;
  keyPairName: string;
  password: string;
  userData: string;
  readonly ramRoleName: string;
  readonly spotStrategy: string;
  readonly spotPriceLimit: number;
  /** The service is taking this spot instance back. */
  recycling?: boolean;
  /** ISO time in minutes, or empty. */
  autoReleaseTime: string;
  deletionProtection: boolean;
  stoppedMode: 'KeepCharging' | 'StopCharging' | 'Not-applicable';
  readonly httpTokens: string;
  /** Key of `guestDisks` that a first boot begins from; empty: a bare system. */
  readonly content: string;
}

export interface Disk extends Resource {
  name: string;
  description: string;
  readonly type: 'system' | 'data';
  readonly category: string;
  readonly size: number;
  readonly performanceLevel: string;
  readonly encrypted: boolean;
  readonly kmsKeyId: string;
  readonly zoneId: string;
  readonly sourceSnapshotId: string;
  readonly imageId: string;
  device: string;
  deleteWithInstance: boolean;
  instanceId: string;
  attachedAt: number;
  everAttached: boolean;
  status: 'In_use' | 'Available';
}

export interface Snapshot extends Resource {
  readonly name: string;
  readonly description: string;
  readonly type: 'user' | 'auto';
  readonly diskId: string;
  readonly diskType: 'system' | 'data';
  readonly diskSize: number;
  readonly diskCategory: string;
  readonly instanceId: string;
  readonly osName: string;
  readonly osType: 'linux' | 'windows';
  readonly encrypted: boolean;
  readonly kmsKeyId: string;
  readonly sourceRegionId: string;
  readonly sourceSnapshotId: string;
  status: 'progressing' | 'accomplished' | 'failed';
  /** When it will be accomplished, ms; progress is the share of the time gone. */
  readonly readyAt: number;
  /** Key of `guestDisks` with its files; empty for a disk without. */
  readonly content: string;
}

export interface DiskMapping {
  readonly device: string;
  readonly type: 'system' | 'data';
  readonly size: number;
  readonly snapshotId: string;
  readonly format: string;
  readonly encrypted: boolean;
}

export interface Image extends Resource {
  name: string;
  description: string;
  family: string;
  version: string;
  bootMode: string;
  readonly ownerAlias: 'system' | 'self' | 'others' | 'marketplace';
  readonly architecture: 'x86_64' | 'arm64';
  readonly osName: string;
  readonly osType: 'linux' | 'windows';
  readonly platform: string;
  readonly size: number;
  readonly productCode: string;
  readonly isCopied: boolean;
  readonly encrypted: boolean;
  readonly imdsSupport: string;
  mappings: DiskMapping[];
  status: 'Creating' | 'Waiting' | 'Available' | 'UnAvailable' | 'CreateFailed' | 'Deprecated';
  /** When it will be ready, ms; 0 for one that waits in a queue. */
  readyAt: number;
  /** Accounts it is shared with and when (ms). */
  shares: Record<string, number>;
  /** Set on a copy: where it comes from. */
  readonly source: { readonly regionId: string; readonly imageId: string; readonly kmsKeyId: string } | null;
  readonly expired: boolean;
  /** Set on an imported one: the task that imports it. */
  readonly importTask?: ImportTask;
}

export interface ImportTask {
  readonly id: string;
  readonly createdAt: number;
}

/** The resources of one region, each table by id in the order of creation. */
export interface RegionState {
  readonly vpcs: Record<string, Vpc>;
  readonly vSwitches: Record<string, VSwitch>;
  readonly securityGroups: Record<string, SecurityGroup>;
  readonly eips: Record<string, Eip>;
  readonly keyPairs: Record<string, KeyPair>;
  readonly instances: Record<string, Instance>;
  readonly disks: Record<string, Disk>;
  readonly snapshots: Record<string, Snapshot>;
  readonly images: Record<string, Image>;
}

/** Something that will happen to a resource: plain JSON, so that a stored world goes on. */
export interface Effect {
  readonly name: string;
  readonly region: string;
  readonly id: string;
  /** The transition or time it was scheduled for: an effect that finds another one is void. */
  readonly mark?: number | string;
}

export interface ScheduledEffect {
  readonly due: number;
  readonly effect: Effect;
}

/** All of a world: plain JSON that can be stored and given to a new world. */
export interface WorldState {
  /** Network interfaces of instances that are gone, by instance: the service takes some seconds to free what they were in. */
  interfaces?: Record<string, Pick<Instance, 'vSwitchId' | 'securityGroupIds'>>;
  readonly version: 1;
  /** Next address of 127.0.0.0/8 as an offset; starts at random so that worlds of one machine stay apart. */
  nextAddress: number;
  /** In the order of their due times. */
  scheduled: ScheduledEffect[];
  readonly regions: Record<string, RegionState>;
  /** Files of snapshots and of halted guests, by the id of the snapshot or instance. */
  readonly guestDisks: Record<string, GuestDisk>;
  /** Of OSS, by name, of all accounts and regions. */
  readonly buckets: Record<string, Bucket>;
  /** Of RAM, by name. */
  readonly roles: Record<string, Role>;
}
