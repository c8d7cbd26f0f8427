/** Limits that no single text shows. Each from the documentation of the request that it is named with. */

/** `Tag.N` of every request that takes tags. */
export const MOST_TAGS = 20;

/** `UserData` of RunInstances, before Base64. */
export const MOST_USER_DATA = 32 * 1024;

/** `CommandContent` of RunCommand, in Base64. */
export const MOST_COMMAND = 24 * 1024;

/** `Content` of SendFile, in Base64. */
export const MOST_FILE = 32 * 1024;

const DAY = 86_400_000;

/** `AutoReleaseTime`, milliseconds from now: 30 minutes to three years. */
export const RELEASE = { least: 30 * 60_000, most: 3 * 365 * DAY } as const;

/** `Bandwidth` of AllocateEipAddress, Mbit/s by how traffic is paid. */
export function mostEipBandwidth(chargeType: string): number {
  return chargeType === 'PayByTraffic' ? 200 : 500;
}

/** `InternetMaxBandwidthOut` of RunInstances. */
export const MOST_BANDWIDTH = 100;
