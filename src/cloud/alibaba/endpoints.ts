import { badEndpoint } from './words.ts';

export type Product = 'Ecs' | 'Vpc' | 'Sts' | 'Ram';

export const versions: Readonly<Record<Product, string>> = {
  Ecs: '2014-05-26',
  Vpc: '2016-04-28',
  Sts: '2015-04-01',
  Ram: '2015-05-01',
};

export interface EndpointOptions {
  /** One base URL, http or https, for every product: an emulator, a gateway. */
  readonly endpointUrl?: string | undefined;
  /** The template's `custom_endpoint_ecs`: ECS alone, with or without a scheme. Wins over `endpointUrl`. */
  readonly customEndpointEcs?: string | undefined;
}

// The exceptions of the SDK clients' endpoint maps among the regions that are open to the public.
const exceptions: Readonly<Record<Product, Readonly<Record<string, string>>>> = {
  Ecs: {
    'cn-hangzhou': 'ecs-cn-hangzhou.aliyuncs.com',
    'cn-shanghai-finance-1': 'ecs-cn-hangzhou.aliyuncs.com',
    'cn-shenzhen-finance-1': 'ecs-cn-hangzhou.aliyuncs.com',
    'cn-hangzhou-finance': 'ecs.aliyuncs.com',
    'cn-north-2-gov-1': 'ecs.aliyuncs.com',
    'cn-beijing-gov-1': 'ecs.aliyuncs.com',
    'cn-wuhan': 'ecs.aliyuncs.com',
  },
  Vpc: {
    'cn-hangzhou': 'vpc.aliyuncs.com',
    'cn-shanghai-finance-1': 'vpc.aliyuncs.com',
    'cn-shenzhen-finance-1': 'vpc.aliyuncs.com',
    'cn-hangzhou-finance': 'vpc.aliyuncs.com',
    'cn-north-2-gov-1': 'vpc.aliyuncs.com',
    'cn-beijing-gov-1': 'vpc.aliyuncs.com',
    'cn-wuhan': 'vpc.aliyuncs.com',
    'cn-qingdao-nebula': 'vpc-nebula.cn-qingdao-nebula.aliyuncs.com',
  },
  Sts: {
    'ap-south-1': 'sts.aliyuncs.com',
    'ap-southeast-2': 'sts.aliyuncs.com',
    'cn-beijing-gov-1': 'sts.aliyuncs.com',
    'cn-wuhan': 'sts.aliyuncs.com',
  },
  Ram: {},
};

/** Where a product answers for a region, by the rules of the official SDK. Rejects an address that is no http(s) URL. */
export function endpoint(product: Product, region: string, options: EndpointOptions): URL {
  if (product === 'Ecs' && options.customEndpointEcs)
    return parse(options.customEndpointEcs, 'custom_endpoint_ecs');
  if (options.endpointUrl) return parse(options.endpointUrl, 'endpoint URL');
  // Roles are of no region.
  if (product === 'Ram') return new URL('https://ram.aliyuncs.com/');
  const host = exceptions[product][region] ?? `${product.toLowerCase()}.${region}.aliyuncs.com`;
  return new URL(`https://${host}/`);
}

/** Where else it answers when nothing comes from there: STS has a central address, which knows every account and role. */
export function fallback(product: Product, options: EndpointOptions): URL | undefined {
  return product === 'Sts' && !options.endpointUrl ? new URL('https://sts.aliyuncs.com/') : undefined;
}

function parse(text: string, field: string): URL {
  const withScheme = /^[a-z]+:\/\//i.test(text) ? text : `https://${text}`;
  const url = URL.canParse(withScheme) ? new URL(withScheme) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw badEndpoint(field, text);
  url.search = '';
  url.hash = '';
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}
