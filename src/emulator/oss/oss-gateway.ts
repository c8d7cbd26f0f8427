import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { pause } from '../../wire/pause.ts';
import type { Accounts, Identity } from '../accounts.ts';
import type { Disturbance, Faults } from '../faults.ts';
import type { Recorder } from '../record.ts';
import type { World } from '../world.ts';
import { failure, type OssAnswer } from './oss-answer.ts';
import { bucketOperations } from './oss-buckets.ts';
import { OssError } from './oss-error.ts';
import { ossIdentity } from './oss-identity.ts';
import { objectOperations } from './oss-objects.ts';
import { isForOss, type OssCall, readOssCall } from './oss-request.ts';
import { uploadOperations } from './oss-uploads.ts';
import type { OssWorld } from './oss-world.ts';

interface OssParts {
  readonly world: World;
  readonly accounts: Accounts;
  readonly faults: Faults;
  readonly recorder: Recorder;
  /** By which signatures are good. */
  now(): number;
  onEffect(): void;
}

/** OSS in front of the other services: the same port, the signature or the host decides. */
export interface OssGateway {
  takes(request: IncomingMessage): boolean;
  answer(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void>;
}

type Operation = (call: OssCall, world: OssWorld) => OssAnswer | Promise<OssAnswer>;

const operations: Readonly<Record<string, Operation>> = {
  ...bucketOperations,
  ...objectOperations,
  ...uploadOperations,
};

/** Whether fault rules and the record know an operation of OSS by this name, `PutObject` or `Oss.PutObject`. */
export function isOssAction(name: string): boolean {
  return Object.hasOwn(operations, name.replace(/^Oss\./, ''));
}

export function createOss(parts: OssParts): OssGateway {
  return {
    takes: isForOss,
    async answer(request, response, signal) {
      const call = readOssCall(request);
      const requestId = randomBytes(12).toString('hex').toUpperCase();
      const action = actionOf(call);
      const at = Date.now();
      const { answer, code, bug } = await answered(parts, call, { action, requestId, signal });
      // Read to its end, or the client would not see the answer.
      request.resume();
      parts.recorder.add({
        product: 'Oss',
        action: action ?? 'Unknown',
        region: call.region,
        params: { Bucket: call.bucket, Key: call.key, ...Object.fromEntries(call.query) },
        status: answer?.status ?? 0,
        ...(code !== undefined && { code }),
        ...(bug !== undefined && { bug }),
        requestId,
        at,
        durationMs: Date.now() - at,
      });
      if (answer === undefined) response.socket?.resetAndDestroy();
      else await write(answer, response, requestId);
    },
  };
}

interface About {
  readonly action: string | undefined;
  readonly requestId: string;
  readonly signal: AbortSignal;
}

interface Answered {
  /** Unset: the connection is cut. */
  readonly answer: OssAnswer | undefined;
  readonly code?: string;
  readonly bug?: string;
}

async function answered(
  parts: OssParts,
  call: OssCall,
  { action, requestId, signal }: About,
): Promise<Answered> {
  const about = { requestId, host: call.headers['host'] ?? '' };
  try {
    const operation = operations[action ?? ''];
    if (action === undefined || operation === undefined)
      throw new OssError(501, 'NotImplemented', `The emulator serves no ${call.method} of this kind.`);
    const identity = ossIdentity(call, parts.accounts, parts.now());
    const fault = parts.faults.plan({ product: 'Oss', action });
    await pause(parts.world.latency.apiCall + fault.delay, signal);
    signal.throwIfAborted();
    if (fault.before !== undefined) return disturbed(fault.before, call, about);
    const answer = await operation(call, worldOf(parts, identity));
    if (call.method !== 'GET' && call.method !== 'HEAD') parts.onEffect();
    return fault.after === undefined ? { answer } : disturbed(fault.after, call, about);
  } catch (error) {
    if (error instanceof OssError) return { answer: failure(error, call.method, about), code: error.code };
    signal.throwIfAborted();
    const bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const internal = new OssError(500, 'InternalError', 'Please contact the server administrator.');
    return { answer: failure(internal, call.method, about), code: internal.code, bug };
  }
}

function disturbed(fault: Disturbance, call: OssCall, about: { requestId: string; host: string }): Answered {
  if (fault.kind !== 'error') return { answer: undefined };
  const { status, code, message } = fault.error;
  return { answer: failure(new OssError(status, code, message), call.method, about), code };
}

function worldOf({ world }: OssParts, { accountId }: Identity): OssWorld {
  return { buckets: world.state.buckets, contents: world.contents, accountId, now: () => world.now() };
}

function actionOf({ method, bucket, key, query }: OssCall): string | undefined {
  if (bucket === '') return method === 'GET' ? 'ListBuckets' : undefined;
  const on = key === '' ? bucketActions : objectActions;
  const found = on.find(([verb, name]) => verb === method && (name === '' || query.has(name)));
  return found?.[2];
}

/** Method, the parameter that tells, and what it is; the first match counts. */
const bucketActions = [
  ['PUT', 'acl', 'PutBucketAcl'],
  ['PUT', '', 'PutBucket'],
  ['DELETE', '', 'DeleteBucket'],
  ['GET', 'bucketInfo', 'GetBucketInfo'],
  ['GET', 'location', 'GetBucketLocation'],
  ['GET', 'acl', 'GetBucketAcl'],
  ['GET', 'uploads', 'ListMultipartUploads'],
  ['GET', '', 'ListObjects'],
] as const;

const objectActions = [
  ['POST', 'append', 'AppendObject'],
  ['POST', 'uploads', 'InitiateMultipartUpload'],
  ['POST', 'uploadId', 'CompleteMultipartUpload'],
  ['PUT', 'uploadId', 'UploadPart'],
  ['PUT', '', 'PutObject'],
  ['GET', 'uploadId', 'ListParts'],
  ['GET', '', 'GetObject'],
  ['HEAD', '', 'HeadObject'],
  ['DELETE', 'uploadId', 'AbortMultipartUpload'],
  ['DELETE', '', 'DeleteObject'],
] as const;

async function write(
  { status, headers, body, length }: OssAnswer,
  response: ServerResponse,
  requestId: string,
): Promise<void> {
  const own = { ...headers, 'x-oss-request-id': requestId, server: 'AliyunOSS' };
  if (typeof body === 'string') {
    const size = length ?? Buffer.byteLength(body);
    response.writeHead(status, status === 204 || status === 304 ? own : { ...own, 'content-length': size });
    response.end(body);
    return;
  }
  response.writeHead(status, { ...own, 'content-length': length ?? 0 });
  await pipeline(body, response).catch(() => response.destroy());
}
