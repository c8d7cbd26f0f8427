import { readFile } from 'node:fs/promises';
import { isIPv4 } from 'node:net';
import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { isBuildError } from '../../errors/build-error.ts';
import { openDispatchers } from '../../http/dispatchers.ts';
import { request } from '../../http/request.ts';
import { reason } from '../../wire/reason.ts';
import { readMetadata } from './credentials/metadata.ts';
import { addressServiceFailed } from './words.ts';

interface OwnAddressOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  /** What this machine has; for tests. */
  readonly interfaces?: NodeJS.Dict<NetworkInterfaceInfo[]>;
  /** File that tells the maker of a virtual machine. */
  readonly productFile?: string;
}

/**
 * The public IPv4 addresses that this machine is seen under: that of a service which the user has named, those of its
 * own interfaces, or on an ECS instance that of its EIP. Behind NAT nobody here knows it, and no stranger is asked.
 */
export async function ownAddresses(options: OwnAddressOptions): Promise<readonly string[]> {
  const service = options.env['ECS_IMAGEBUILD_ADDRESS_URL'] ?? '';
  if (service !== '') return [await askedOf(service, options.signal)];
  const own = publicOnes(options.interfaces ?? networkInterfaces());
  return own.length > 0 ? own : eip(options);
}

function publicOnes(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): readonly string[] {
  const all = Object.values(interfaces).flatMap((addresses) => addresses ?? []);
  return all.filter(({ address, internal }) => !internal && isPublic(address)).map(({ address }) => address);
}

// Private, shared (RFC 6598), link-local, loopback, reserved and multicast ranges are not routed in the Internet.
const unrouted =
  /^(0|10|127|169\.254|192\.168|192\.0\.[02]|198\.1[89]|198\.51\.100|203\.0\.113|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|22[4-9]|2[34]\d|25[0-5])\./;

function isPublic(address: string): boolean {
  return isIPv4(address) && !unrouted.test(address);
}

async function eip(options: OwnAddressOptions): Promise<readonly string[]> {
  const address = await ofThisInstance('eipv4', options);
  return isPublic(address) ? [address] : [];
}

/** The VPC of this machine if it is an ECS instance and its metadata service may be asked; empty: not known. */
export function ownVpc(options: OwnAddressOptions): Promise<string> {
  return ofThisInstance('vpc-id', options);
}

/** What the metadata service tells of this machine; empty where it is no ECS instance or tells nothing. */
async function ofThisInstance(
  path: string,
  { env, signal, productFile = '/sys/class/dmi/id/product_name' }: OwnAddressOptions,
): Promise<string> {
  const product = await readFile(productFile, 'utf8').catch(() => '');
  if (!product.startsWith('Alibaba Cloud ECS')) return '';
  try {
    return (await readMetadata(path, { env, signal })).trim();
  } catch (error) {
    // It has none, or the service is switched off: then it is not known.
    if (signal.aborted || !isBuildError(error)) throw error;
    return '';
  }
}

async function askedOf(service: string, signal: AbortSignal): Promise<string> {
  const url = URL.canParse(service) ? new URL(service) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw addressServiceFailed(service, 'it is no http or https URL');
  const dispatchers = openDispatchers();
  try {
    const within = AbortSignal.any([signal, AbortSignal.timeout(10_000)]);
    const init = {
      method: 'GET',
      headers: { accept: 'text/plain' },
      dispatcher: dispatchers.for(url),
      signal: within,
    } as const;
    const answer = await request(url.href, init);
    const address = /\b\d{1,3}(\.\d{1,3}){3}\b/.exec(answer.text)?.[0] ?? '';
    if (answer.status !== 200 || !isIPv4(address))
      throw addressServiceFailed(service, `HTTP ${answer.status} without an IPv4 address`);
    return address;
  } catch (error) {
    signal.throwIfAborted();
    throw isBuildError(error) ? error : addressServiceFailed(service, reason(error));
  } finally {
    await dispatchers.close();
  }
}
