import { isIP } from 'node:net';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Names that a client may have asked for: this machine, and those of the service, which reach us through a proxy. The
 * last are reserved (RFC 6761): no DNS can lead a browser here by them, so who uses one has set it up himself.
 */
const OWN_NAME = /^(localhost|([a-z0-9-]+\.)+(aliyuncs\.com|localhost|test|invalid))$/i;

/**
 * Why a request is not one of a program of this machine, or `undefined`. A web page that is open in a browser can send
 * requests to loopback: the browser then names the page as Origin, or says that the request crosses sites. A name that a
 * stranger's DNS points at loopback shows in Host.
 */
export function foreignTo(headers: Headers): string | undefined {
  const host = nameOf(textOf(headers['host']));
  if (host !== '' && isIP(host) === 0 && !OWN_NAME.test(host)) return `it is for ${host}`;
  const origin = textOf(headers['origin']);
  if (origin !== '') return `it comes from a web page of ${origin}`;
  const site = textOf(headers['sec-fetch-site']);
  return site === '' || site === 'none' || site === 'same-origin'
    ? undefined
    : 'it comes from another web site';
}

function nameOf(host: string): string {
  const name = host.replace(/:\d+$/, '');
  return name.startsWith('[') ? name.slice(1, -1) : name;
}

function textOf(header: Headers[string]): string {
  return (typeof header === 'string' ? header : header?.[0]) ?? '';
}
