import { createRequire } from 'node:module';
import { $OpenApiUtil } from '@alicloud/openapi-core';

/** Where and as whom the official clients call. */
export interface Caller {
  readonly host: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string;
}

/** Calls `Ecs.RunInstances` with the request's fields in the SDK's own spelling; gives the SDK's answer body. */
// biome-ignore lint/suspicious/noExplicitAny: the answer of whatever action was called
export type SdkCall = (name: string, fields?: object) => Promise<any>;

const packages: Readonly<Record<string, string>> = {
  Ecs: '@alicloud/ecs20140526',
  Vpc: '@alicloud/vpc20160428',
  Sts: '@alicloud/sts20150401',
  Ram: '@alicloud/ram20150501',
};

type SdkMethod = (request?: unknown) => Promise<{ body: unknown }>;

// Loaded as CommonJS: the class is `default` of that module under every loader.
const load = createRequire(import.meta.url);

/** The official clients with their own transport. `v2` lets them sign in the older form. */
export function sdkClient(caller: Caller, signatureAlgorithm?: 'v2'): SdkCall {
  const config = new $OpenApiUtil.Config({
    accessKeyId: caller.accessKeyId,
    accessKeySecret: caller.accessKeySecret,
    endpoint: caller.host,
    protocol: 'http',
    regionId: 'cn-beijing',
    connectTimeout: 20_000,
    readTimeout: 20_000,
    ...(caller.securityToken === undefined ? {} : { securityToken: caller.securityToken }),
    ...(signatureAlgorithm === undefined ? {} : { signatureAlgorithm }),
  });
  const clients: Record<string, Record<string, SdkMethod>> = {};
  return async (name, fields = {}) => {
    const [product = '', action = ''] = name.split('.');
    const models = load(packages[product] ?? '');
    const client: Record<string, SdkMethod> = clients[product] ?? new models.default(config);
    clients[product] = client;
    const Request = models[`${action}Request`];
    const method = action.charAt(0).toLowerCase() + action.slice(1);
    const call = client[method]?.bind(client);
    if (call === undefined) throw new Error(`the SDK has no ${name}`);
    const region = Request?.names().regionId === undefined ? {} : { regionId: 'cn-beijing' };
    return (await (Request === undefined ? call() : call(new Request({ ...region, ...fields })))).body;
  };
}
