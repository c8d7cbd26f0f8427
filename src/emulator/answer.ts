import type { ApiError, Call } from './action.ts';

/** An answer ready to be written. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Format = 'JSON' | 'XML';

/** The facts about a call that its answer repeats. */
export interface AnswerContext {
  readonly requestId: string;
  readonly format: Format;
  readonly host: string;
  readonly product: Call['product'];
  readonly action: string;
}

/** A 200 with the action's fields and the RequestId. */
export function success(context: AnswerContext, fields: Readonly<Record<string, unknown>>): Answer {
  return write(context, 200, `${context.action}Response`, { RequestId: context.requestId, ...fields });
}

/** What the service says when it refuses; `retryAfter` (milliseconds) is told to clients that are throttled. */
export function failureAnswer(context: AnswerContext, error: ApiError, retryAfter?: number): Answer {
  const query = new URLSearchParams({
    q: error.code,
    product: context.product,
    requestId: context.requestId,
  });
  const answer = write(context, error.status, 'Error', {
    RequestId: context.requestId,
    HostId: context.host,
    Code: error.code,
    Message: error.message,
    Recommend: `https://api.alibabacloud.com/troubleshoot?${query}`,
  });
  if (retryAfter === undefined) return answer;
  return { ...answer, headers: { ...answer.headers, 'x-acs-retry-after': String(retryAfter) } };
}

function write(
  context: AnswerContext,
  status: number,
  root: string,
  fields: Readonly<Record<string, unknown>>,
): Answer {
  const json = context.format === 'JSON';
  return {
    status,
    headers: {
      'content-type': json ? 'application/json; charset=utf-8' : 'text/xml; charset=utf-8',
      'x-acs-request-id': context.requestId,
    },
    body: json ? JSON.stringify(fields) : `<?xml version='1.0' encoding='UTF-8'?>${element(root, fields)}`,
  };
}

/** A list is its element repeated: `Region: [a, b]` is `<Region>a</Region><Region>b</Region>`. */
function element(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join('');
  const content =
    typeof value === 'object'
      ? Object.entries(value)
          .map(([key, item]) => element(key, item))
          .join('')
      : escapeXml(String(value));
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}

const xmlEscapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
};

function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (char) => xmlEscapes[char] ?? char);
}
