import { isIP } from 'node:net';
import type { Tunnel } from './ssh/options.ts';

/** A tunnel `PORT:HOST:PORT` in which there is no mistake. */
export function parseTunnel(tunnel: string): Tunnel {
  const [, port, host = '', targetPort] = /^([^:]*):(.*):([^:]*)$/.exec(tunnel) ?? [];
  return { port: Number(port), host: host.replace(/^\[|\]$/g, ''), targetPort: Number(targetPort) };
}

/** What is wrong with a tunnel `PORT:HOST:PORT`, in Packer's words; undefined when nothing is. */
export function tunnelMistake(tunnel: string): string | undefined {
  const colon = tunnel.indexOf(':');
  if (colon < 0) return `Error parsing tunnel '${tunnel}': [${tunnel}]`;
  const port = tunnel.slice(0, colon);
  if (!/^[+-]?\d+$/.test(port)) return `Error parsing listening port, must be a valid port: ${atoi(port)}`;
  const target = tunnel.slice(colon + 1);
  const last = target.lastIndexOf(':');
  if (last < 0)
    return `Error parsing forwarding, must be a tcp address: address ${target}: missing port in address`;
  const host = target.slice(0, last);
  if (host.includes(':') && isIP(/^\[(.*)\]$/.exec(host)?.[1] ?? '') === 0)
    return `Error parsing forwarding, must be a tcp address: address ${target}: too many colons in address`;
  const targetPort = target.slice(last + 1);
  if (/^[+-]?\d+$/.test(targetPort)) return undefined;
  return `Error parsing forwarding port, must be a valid port: ${atoi(targetPort)}`;
}

function atoi(text: string): string {
  return `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
}
