import type { Kind } from '../engine/kind.ts';
import type { Owned, Tags, Traced } from './port.ts';

export interface Image extends Traced {
  readonly id: string;
  readonly name: string;
  readonly family: string;
  readonly status: 'Creating' | 'Waiting' | 'Available' | 'UnAvailable' | 'CreateFailed' | 'Deprecated';
  /** 0..100. */
  readonly progress: number;
  readonly owner: 'system' | 'self' | 'others' | 'marketplace';
  readonly platform: string;
  /** `linux` or `windows`. */
  readonly osType: string;
  /** `x86_64`, `arm64` or `i386`. */
  readonly architecture: string;
  /** Some instance was made of it, as far as the service tells. */
  readonly inUse: boolean;
  readonly size: number;
  readonly encrypted: boolean;
  readonly copied: boolean;
  readonly disks: readonly ImageDisk[];
}

export interface ImageDisk {
  readonly device: string;
  readonly snapshotId: string;
  readonly type: 'system' | 'data';
  /** GiB. */
  readonly size: number;
}

export interface ImageSpec extends Owned {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly family: string;
  readonly bootMode: string;
  /** Either all disks of an instance or one snapshot of a system disk. */
  readonly source: { readonly instanceId: string } | { readonly snapshotId: string };
}

export interface ImageCopySpec extends Owned {
  readonly imageId: string;
  readonly sourceRegion: string;
  /** Empty: the service names the copy. */
  readonly name: string;
  readonly description: string;
  /** `undefined`: as the source is. */
  readonly encrypted: boolean | undefined;
  readonly kmsKeyId: string;
}

/** A disk in storage that becomes an image. */
export interface ImageImportSpec extends Owned {
  readonly bucket: string;
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** `RAW`, `VHD` or `QCOW2`; empty: the service looks. */
  readonly format: string;
  /** GiB; 0: the service takes the disk's own size. */
  readonly size: number;
  readonly osType: string;
  readonly platform: string;
  readonly architecture: string;
  readonly bootMode: string;
  /** `Aliyun` or `BYOL`, of Windows; empty: the service's default. */
  readonly licenseType: string;
}

/** What an image has to have; empty: anything. */
export interface ImageSearch {
  /** `self`, `system`, `others` or `marketplace`, or the number of an account that shares it. */
  readonly owner: string;
  readonly family: string;
  readonly architecture: string;
  readonly tags: Tags;
  /** Also those that are not Available. */
  readonly anyStatus?: boolean;
}

export interface Images extends Kind<ImageSpec, Image> {
  search(asked: ImageSearch, signal: AbortSignal): Promise<readonly Image[]>;
  /** Owned by this account with exactly this name, in any state. */
  named(name: string, signal: AbortSignal): Promise<readonly Image[]>;
  /** A usable image by id, of any owner, marketplace included; `expired` also shows those past their date. */
  source(id: string, expired: boolean, signal: AbortSignal): Promise<Image | undefined>;
  /** The newest usable image of a family. */
  newest(family: string, signal: AbortSignal): Promise<Image | undefined>;
  /** Copies from another region (or the same one, encrypted) into this cloud's region; removal cancels a half copy. */
  readonly copies: Kind<ImageCopySpec, Image>;
  /** Images of disks in storage of this region; removal ends a half import. */
  readonly imports: Kind<ImageImportSpec, Image>;
  /** Unlike `remove` it leaves images that are shared or that instances were made of: the service refuses then. */
  removeUnused(id: string, signal: AbortSignal): Promise<void>;
  shares(id: string, signal: AbortSignal): Promise<readonly string[]>;
  /** Any number of accounts; the service's limit of 10 a call is kept inside. */
  share(
    id: string,
    change: { readonly add: readonly string[]; readonly remove: readonly string[] },
    signal: AbortSignal,
  ): Promise<void>;
  modify(
    id: string,
    change: { readonly family?: string; readonly name?: string; readonly status?: 'Deprecated' },
    signal: AbortSignal,
  ): Promise<void>;
}
