import type { Readable } from 'node:stream';
import { escapeXml } from '../../wire/xml.ts';
import type { OssError } from './oss-error.ts';

export interface OssAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Readable;
  /** Of a body that is a stream, or that an answer to HEAD leaves out. */
  readonly length?: number;
}

/** An XML document's inside: texts, numbers, nested ones; a list repeats its name. */
export type Fields = {
  readonly [name: string]: string | number | boolean | Fields | readonly (Fields | string)[];
};

export const nothing = (status = 200, headers: Readonly<Record<string, string>> = {}): OssAnswer => ({
  status,
  headers,
  body: '',
});

export function xml(root: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): OssAnswer {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<${root}>${inside(fields)}</${root}>`;
  return { status: 200, headers: { 'content-type': 'application/xml', ...headers }, body };
}

/** An answer to HEAD has no body: the same document goes into a header. */
export function failure(
  error: OssError,
  method: string,
  about: { readonly requestId: string; readonly host: string },
): OssAnswer {
  const { status, code, message, more } = error;
  const document = xml('Error', {
    Code: code,
    Message: message,
    RequestId: about.requestId,
    HostId: about.host,
    ...more,
  });
  const headers = { ...document.headers, ...error.headers };
  if (method !== 'HEAD') return { ...document, status, headers };
  return {
    status,
    headers: { ...error.headers, 'x-oss-err': Buffer.from(String(document.body)).toString('base64') },
    body: '',
  };
}

function inside(fields: Fields): string {
  return Object.entries(fields)
    .map(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => element(name, one)).join(''),
    )
    .join('');
}

function element(name: string, value: unknown): string {
  const text =
    typeof value === 'object' && value !== null ? inside(value as Fields) : escapeXml(String(value));
  return `<${name}>${text}</${name}>`;
}
