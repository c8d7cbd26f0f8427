import type { EcsConfig } from './config.ts';
import type { EcsStep } from './environment.ts';
import { address } from './steps/address.ts';
import { associated } from './steps/associated.ts';
import { connected } from './steps/connected.ts';
import { copies } from './steps/copies.ts';
import { createdImage } from './steps/created-image.ts';
import { eip } from './steps/eip.ts';
import { image } from './steps/image.ts';
import { instance } from './steps/instance.ts';
import { keyPair } from './steps/key-pair.ts';
import { keysCleared } from './steps/keys-cleared.ts';
import { namesFreed } from './steps/names-freed.ts';
import { preflight } from './steps/preflight.ts';
import { provisioned } from './steps/provisioned.ts';
import { pruned } from './steps/pruned.ts';
import { range } from './steps/range.ts';
import { replaced } from './steps/replaced.ts';
import { running } from './steps/running.ts';
import { securityGroup } from './steps/security-group.ts';
import { shared } from './steps/shared.ts';
import { snapshot } from './steps/snapshot.ts';
import { sourceImage } from './steps/source-image.ts';
import { stopped } from './steps/stopped.ts';
import { tagged } from './steps/tagged.ts';
import { vSwitch } from './steps/v-switch.ts';
import { vpc } from './steps/vpc.ts';
import { zone } from './steps/zone.ts';

/**
 * The story of a build, read second. A step runs as soon as what it needs is there: reads side by side, key pair, EIP and
 * network side by side, connecting while the instance starts, copies side by side. Undo goes the other way.
 */
export function steps(config: EcsConfig): readonly EcsStep[] {
  return [
    preflight,
    sourceImage,
    zone,
    keyPair,
    vpc,
    range,
    vSwitch,
    securityGroup,
    instance,
    running,
    eip,
    associated,
    address,
    connected,
    provisioned,
    keysCleared,
    stopped,
    ...(config.skip_create_image ? [] : imageSteps(config)),
  ];
}

/** With encryption the image of the instance is a temporary thing, and so is the snapshot it was made of. */
function imageSteps(config: EcsConfig): readonly EcsStep[] {
  const keep = config.image_encrypted !== true;
  return [
    namesFreed,
    { ...snapshot, keep },
    { ...createdImage, keep },
    image,
    copies,
    tagged,
    shared,
    replaced,
    pruned,
  ];
}
