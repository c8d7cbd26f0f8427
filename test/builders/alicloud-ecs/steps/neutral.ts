import type { Facts, ImageFact } from '../../../../src/builders/alicloud-ecs/facts.ts';

export const ZONE = 'cn-hangzhou-h';
export const SOURCE = 'aliyun_3_x64_20G_alibase_20240819.vhd';

const noImage: ImageFact = { region: 'cn-hangzhou', id: '', name: '', snapshots: [] };

/** Facts of steps that had nothing to do. */
export const NEUTRAL: Facts = {
  preflight: { autoReleaseTime: '' },
  sourceImage: { id: SOURCE, name: SOURCE, osType: 'linux' },
  zone: { id: ZONE, choices: [{ type: 'ecs.g6.large', zone: ZONE }] },
  keyPair: { name: '', temporary: false, publicKey: '' },
  vpc: { id: '', cidrBlock: '172.16.0.0/12', temporary: true },
  range: { cidrBlock: '172.16.0.0/24', others: {} },
  vSwitch: { id: '', zoneId: ZONE },
  securityGroup: { id: '', sources: [] },
  instance: { id: '', privateIp: '', publicIp: '' },
  running: { zoneId: ZONE },
  eip: { id: '', address: '' },
  associated: { eip: false },
  address: { host: '', kind: 'private' },
  connected: { kind: 'none' },
  provisioned: { done: true },
  keysCleared: { cleared: false },
  stopped: { id: '' },
  namesFreed: { replaced: [] },
  snapshot: { id: '' },
  createdImage: noImage,
  image: noImage,
  copies: { images: [] },
  tagged: { snapshots: 0 },
  shared: { accounts: [] },
  replaced: { deleted: [] },
  pruned: { deprecated: [], deleted: [] },
};
