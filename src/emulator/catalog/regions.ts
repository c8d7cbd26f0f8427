/** A region of the emulated cloud. */
interface Region {
  readonly id: string;
  readonly localName: string;
  readonly endpoint: string;
  /** Older zones first: the first offer the oldest instance families, the last the newest. */
  readonly zones: readonly string[];
}

const rows: readonly (readonly [id: string, localName: string, zones: string])[] = [
  ['cn-qingdao', 'China (Qingdao)', 'b c'],
  ['cn-beijing', 'China (Beijing)', 'a b c d e f g h i j k l'],
  ['cn-zhangjiakou', 'China (Zhangjiakou)', 'a b c'],
  ['cn-huhehaote', 'China (Hohhot)', 'a b'],
  ['cn-wulanchabu', 'China (Ulanqab)', 'a b c'],
  ['cn-hangzhou', 'China (Hangzhou)', 'b e f g h i j k'],
  ['cn-shanghai', 'China (Shanghai)', 'a b c d e f g l m n'],
  ['cn-nanjing', 'China (Nanjing - Local Region)', 'a'],
  ['cn-shenzhen', 'China (Shenzhen)', 'a b c d e f'],
  ['cn-heyuan', 'China (Heyuan)', 'a b'],
  ['cn-guangzhou', 'China (Guangzhou)', 'a b'],
  ['cn-chengdu', 'China (Chengdu)', 'a b'],
  ['cn-hongkong', 'China (Hong Kong)', 'b c d'],
  ['ap-northeast-1', 'Japan (Tokyo)', 'a b c'],
  ['ap-northeast-2', 'South Korea (Seoul)', 'a b'],
  ['ap-southeast-1', 'Singapore', 'a b c'],
  ['ap-southeast-3', 'Malaysia (Kuala Lumpur)', 'a b c'],
  ['ap-southeast-5', 'Indonesia (Jakarta)', 'a b c'],
  ['ap-southeast-6', 'Philippines (Manila)', 'a b'],
  ['ap-southeast-7', 'Thailand (Bangkok)', 'a b'],
  ['us-east-1', 'US (Virginia)', 'a b'],
  ['us-west-1', 'US (Silicon Valley)', 'a b'],
  ['eu-west-1', 'UK (London)', 'a b'],
  ['eu-central-1', 'Germany (Frankfurt)', 'a b c'],
  ['me-east-1', 'UAE (Dubai)', 'a'],
];

/** The public regions, those of mainland China first. */
export const regions: readonly Region[] = rows.map(([id, localName, zones]) => ({
  id,
  localName,
  endpoint: id === 'cn-hangzhou' ? 'ecs-cn-hangzhou.aliyuncs.com' : `ecs.${id}.aliyuncs.com`,
  zones: zones.split(' ').map((letter) => zoneId(id, letter)),
}));

/** The region with this id. */
export function findRegion(id: string): Region | undefined {
  return regions.find((region) => region.id === id);
}

/** A zone's name as the console shows it. */
export function zoneName(region: Region, zone: string): string {
  return `${region.localName} Zone ${zone.slice(-1).toUpperCase()}`;
}

/** Regions that end in a number have no hyphen before the letter of a zone: `ap-southeast-1a`. */
function zoneId(region: string, letter: string): string {
  return /\d$/.test(region) ? `${region}${letter}` : `${region}-${letter}`;
}
