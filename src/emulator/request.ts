import type { IncomingHttpHeaders } from 'node:http';
import type { Call } from './action.ts';
import { ApiError } from './action.ts';

/** One HTTP exchange as the gateway sees it: percent-decoded, but not yet trusted. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** The host the client wants to reach: that of an absolute-form request line (a proxy's), else the Host header. */
  readonly host: string;
  readonly query: ReadonlyMap<string, string>;
  readonly form: ReadonlyMap<string, string>;
  /** Names in lower case. The Host header in here is the signed one. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Uint8Array;
}

/** Which API a request asks for. */
export interface Address {
  readonly product: Call['product'];
  readonly action: string;
  /** Empty when neither a parameter nor the host tells it. */
  readonly region: string;
}

const productByVersion: ReadonlyMap<string, Call['product']> = new Map([
  ['2014-05-26', 'Ecs'],
  ['2016-04-28', 'Vpc'],
  ['2015-04-01', 'Sts'],
  ['2015-05-01', 'Ram'],
]);

const productByHostPrefix: ReadonlyMap<string, Call['product']> = new Map([
  ['ecs', 'Ecs'],
  ['vpc', 'Vpc'],
  ['sts', 'Sts'],
  ['ram', 'Ram'],
]);

/** The region of endpoints that name none. */
export const centralRegion = 'cn-hangzhou';

const protocolParams: ReadonlySet<string> = new Set([
  'Action',
  'Version',
  'Format',
  'AccessKeyId',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
  'Timestamp',
]);

/** Splits a request into its parts. `target` is the request line's, in origin form or, as proxies get it, absolute form. */
export function readRequest(
  line: { readonly method: string; readonly target: string; readonly headers: IncomingHttpHeaders },
  body: Uint8Array,
): ApiRequest {
  const headers = flatHeaders(line.headers);
  const absolute = /^https?:\/\//i.test(line.target);
  const url = absolute ? new URL(line.target) : undefined;
  const [path = '/', search = ''] = splitOnce(url ? url.pathname + url.search : line.target, '?');
  const isForm = headers['content-type']?.toLowerCase().startsWith('application/x-www-form-urlencoded');
  return {
    method: line.method,
    path: path === '' ? '/' : path,
    host: url?.host ?? headers['host'] ?? '',
    query: new Map(new URLSearchParams(search)),
    form: isForm ? new Map(new URLSearchParams(Buffer.from(body).toString('utf8'))) : new Map(),
    headers,
    body,
  };
}

/** Query and form together; the form wins as it does at the service. */
export function allParams(request: ApiRequest): ReadonlyMap<string, string> {
  return new Map([...request.query, ...request.form]);
}

/** The parameters an action defines: without those of the protocol. */
export function actionParams(request: ApiRequest): ReadonlyMap<string, string> {
  return new Map([...allParams(request)].filter(([name]) => !protocolParams.has(name)));
}

/**
 * Finds product, action and region: ACS3 names version and action in headers, the older form in parameters; the region
 * is RegionId, or that of the host (`ecs.cn-beijing.aliyuncs.com`; cn-hangzhou for the central ones).
 * Throws the gateway's own errors for what it cannot place.
 */
export function addressOf(request: ApiRequest): Address {
  const params = allParams(request);
  const version = request.headers['x-acs-version'] ?? params.get('Version');
  const action = request.headers['x-acs-action'] ?? params.get('Action');
  if (!version) throw missing('Version');
  if (!action) throw missing('Action');
  const host = readHost(request.host);
  const product = productByVersion.get(version);
  if (product === undefined || (host.product !== undefined && host.product !== product)) {
    throw new ApiError(400, 'InvalidVersion', 'Specified parameter Version is not valid.');
  }
  return { product, action, region: params.get('RegionId') || host.region };
}

/** The error of a mandatory parameter that is not there. */
export function missing(name: string): ApiError {
  return new ApiError(
    400,
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  );
}

/** Reads `ecs.cn-beijing.aliyuncs.com`, `ecs-cn-hangzhou.aliyuncs.com`, `vpc-vpc.eu-central-1.aliyuncs.com`, `sts.aliyuncs.com`. */
function readHost(host: string): { readonly product?: Call['product']; readonly region: string } {
  const match = /^(ecs|vpc|sts|ram)(?:-vpc)?(?:[.-]([a-z]+-[a-z0-9-]+))?\.aliyuncs\.com(?::\d+)?$/i.exec(
    host,
  );
  const product = productByHostPrefix.get(match?.[1]?.toLowerCase() ?? '');
  if (product === undefined) return { region: '' };
  return { product, region: match?.[2]?.toLowerCase() ?? centralRegion };
}

function flatHeaders(headers: IncomingHttpHeaders): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : value]),
  );
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}
