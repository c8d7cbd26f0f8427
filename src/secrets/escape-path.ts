import { percentEncode } from '../wire/percent.ts';
/** A path as Go's URLs escape it. */
export function escapePath(path: string): string {
  return percentEncode(path).replace(/%(?:2F|3A|40|26|3D|2B|24|2C|3B)/g, decodeURIComponent);
}
