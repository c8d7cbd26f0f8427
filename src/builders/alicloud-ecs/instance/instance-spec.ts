import { readFile } from 'node:fs/promises';
import type { DiskSpec, InstanceSpec } from '../../../cloud/instances.ts';
import { withLogin } from '../../../machine/user-data.ts';
import { reason } from '../../../wire/reason.ts';
import type { DiskMapping, EcsConfig } from '../config.ts';
import { type EcsScope, temporary } from '../environment.ts';
import type { Facts } from '../facts.ts';
import { unreadableUserData } from '../words.ts';
import { stillAhead } from './auto-release.ts';
import { choiceOf } from './choices.ts';
import { ownPublicAddress } from './reachability.ts';

type Need = 'preflight' | 'sourceImage' | 'keyPair' | 'zone' | 'range' | 'vSwitch' | 'securityGroup';

/** What RunInstances is asked for: everything at once, so that the instance needs no second boot. */
export async function instanceSpec(scope: EcsScope, have: Pick<Facts, Need>): Promise<InstanceSpec> {
  const { config, autoRelease, folder } = scope.env;
  const { type, zone } = choiceOf(scope, have);
  // A vSwitch of another zone than the first is made by the instance's own step.
  const other = scope.handle(`vSwitch ${zone}`);
  return {
    name: config.instance_name,
    description: config.description,
    type,
    imageId: have.sourceImage.id,
    zoneId: other === undefined ? have.vSwitch.zoneId : zone,
    securityGroupId: have.securityGroup.id,
    vSwitchId: other ?? have.vSwitch.id,
    keyPairName: have.keyPair.name,
    password: config.ssh_password === '' ? config.winrm_password : config.ssh_password,
    userData: await withLogin(await userData(config), {
      config,
      folder,
      publicKey: byUserData(have.keyPair) ? have.keyPair.publicKey : '',
    }),
    ramRoleName: config.ecs_ram_role_name,
    ioOptimized: config.io_optimized,
    spotStrategy: config.spot_strategy,
    spotPriceLimit: config.spot_price_limit === '' ? undefined : Number(config.spot_price_limit),
    securityEnhancementStrategy: config.security_enhancement_strategy,
    ...ownPublicAddress(config),
    systemDisk: { ...disk(config.system_disk_mapping), deleteWithInstance: undefined },
    dataDisks: config.image_disk_mappings.map(disk),
    autoReleaseTime: stillAhead(have.preflight.autoReleaseTime, autoRelease),
    ...temporary(config),
  };
}

/** A pair without a name is one that the cloud does not know: its public half goes with the user data. */
function byUserData({ name, temporary }: Facts['keyPair']): boolean {
  return temporary && name === '';
}

async function userData({ user_data, user_data_file }: EcsConfig): Promise<Uint8Array | undefined> {
  if (user_data_file === '') return user_data === '' ? undefined : Buffer.from(user_data);
  try {
    return await readFile(user_data_file);
  } catch (cause) {
    throw unreadableUserData(user_data_file, reason(cause));
  }
}

function disk(mapping: DiskMapping): DiskSpec {
  return {
    name: mapping.disk_name,
    category: mapping.disk_category,
    // A disk made of a snapshot has the size of that snapshot unless a larger one is asked for.
    size: mapping.disk_size,
    description: mapping.disk_description,
    device: mapping.disk_device,
    snapshotId: mapping.disk_snapshot_id,
    // Not stated means: nothing of the temporary instance stays. Packer leaves data disks behind here.
    deleteWithInstance: mapping.disk_delete_with_instance ?? true,
    encrypted: mapping.disk_encrypted,
    kmsKeyId: '',
  };
}
