import type { Action } from './action.ts';
import { commandActions } from './resources/commands.ts';
import { diskActions } from './resources/disks.ts';
import { eipActions } from './resources/eips.ts';
import { imageChangeActions } from './resources/image-changes.ts';
import { imageCopyActions } from './resources/image-copies.ts';
import { imageImportActions } from './resources/image-imports.ts';
import { imageQueryActions } from './resources/image-queries.ts';
import { imageShareActions } from './resources/image-shares.ts';
import { imageActions } from './resources/images.ts';
import { importTaskActions } from './resources/import-tasks.ts';
import { instanceAttributeActions } from './resources/instance-attributes.ts';
import { instancePowerActions } from './resources/instance-power.ts';
import { instanceQueryActions } from './resources/instance-view.ts';
import { instanceActions } from './resources/instances.ts';
import { keyPairActions } from './resources/key-pairs.ts';
import { offerActions } from './resources/offers.ts';
import { regionActions } from './resources/regions.ts';
import { roleActions } from './resources/roles.ts';
import { securityGroupActions } from './resources/security-groups.ts';
import { securityRuleActions } from './resources/security-rules.ts';
import { sentFileActions } from './resources/sent-files.ts';
import { snapshotActions } from './resources/snapshots.ts';
import { storedCommandActions } from './resources/stored-commands.ts';
import { tagActions } from './resources/tags.ts';
import { vpcActions } from './resources/vpcs.ts';
import { vSwitchActions } from './resources/vswitches.ts';

const all: readonly Action[] = [
  ...regionActions,
  ...offerActions,
  ...imageQueryActions,
  ...imageActions,
  ...imageChangeActions,
  ...imageCopyActions,
  ...imageImportActions,
  ...importTaskActions,
  ...imageShareActions,
  ...keyPairActions,
  ...instanceActions,
  ...instancePowerActions,
  ...instanceQueryActions,
  ...instanceAttributeActions,
  ...diskActions,
  ...snapshotActions,
  ...tagActions,
  ...securityGroupActions,
  ...securityRuleActions,
  ...vpcActions,
  ...vSwitchActions,
  ...eipActions,
  ...commandActions,
  ...sentFileActions,
  ...storedCommandActions,
  ...roleActions,
];

/** Every API but those of STS, by `Product.Action`. */
export const actions: ReadonlyMap<string, Action> = new Map(all.map((action) => [action.name, action]));
