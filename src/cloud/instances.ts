import type { Kind } from '../engine/kind.ts';
import type { Owned, Traced } from './port.ts';

export interface Instance extends Traced {
  readonly id: string;
  readonly type: string;
  readonly status: 'Pending' | 'Starting' | 'Running' | 'Stopping' | 'Stopped';
  readonly zoneId: string;
  readonly vpcId: string;
  readonly privateIp: string;
  /** Of its own, not of an EIP. */
  readonly publicIp: string;
  readonly eip: string;
  readonly autoReleaseTime: string;
  /** A spot instance that the service is taking back. */
  readonly takenBack: boolean;
}

export interface DiskSpec {
  readonly name: string;
  readonly category: string;
  /** GiB; 0: as the image or snapshot has it. */
  readonly size: number;
  readonly description: string;
  readonly device: string;
  readonly snapshotId: string;
  readonly deleteWithInstance: boolean | undefined;
  readonly encrypted: boolean | undefined;
  readonly kmsKeyId: string;
}

export interface InstanceSpec extends Owned {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly imageId: string;
  readonly zoneId: string;
  readonly securityGroupId: string;
  readonly vSwitchId: string;
  /** Empty: none. */
  readonly keyPairName: string;
  readonly password: string;
  /** Raw bytes; sent as base64. */
  readonly userData: Uint8Array | undefined;
  readonly ramRoleName: string;
  readonly ioOptimized: boolean | undefined;
  /** Empty: not a spot instance. */
  readonly spotStrategy: string;
  /** An hour's price; `undefined`: whatever it costs. */
  readonly spotPriceLimit: number | undefined;
  readonly securityEnhancementStrategy: string;
  readonly internetChargeType: string;
  /** Mbit/s; above 0 the instance gets a public address of its own. */
  readonly internetMaxBandwidthOut: number;
  readonly systemDisk: DiskSpec;
  readonly dataDisks: readonly DiskSpec[];
  /** ISO time without seconds' fractions, UTC, at least 30 minutes ahead; empty: never. */
  readonly autoReleaseTime: string;
}

export interface Instances extends Kind<InstanceSpec, Instance> {
  start(id: string, signal: AbortSignal): Promise<void>;
  /** Keeps charging, so that address and stock are kept. Stopped or stopping already is success. */
  stop(id: string, force: boolean, signal: AbortSignal): Promise<void>;
  /** What the console of a running instance shows of its last boot; empty while there is nothing. */
  console(id: string, signal: AbortSignal): Promise<string>;
  extendAutoRelease(id: string, time: string, signal: AbortSignal): Promise<void>;
}
