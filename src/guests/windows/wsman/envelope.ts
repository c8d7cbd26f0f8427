import { randomUUID } from 'node:crypto';
import { actions, anonymous, namespaces } from '../../../wire/wsman/names.ts';
import { type Element, escapeXml, findFirst, readXml } from '../../../wire/xml.ts';

/** A request as far as this service looks into it. */
export interface Request {
  readonly action: keyof typeof actions | undefined;
  readonly actionName: string;
  readonly messageId: string;
  readonly shellId: string;
  /** Milliseconds that the answer may take. */
  readonly timeout: number;
  readonly maxEnvelope: number;
  readonly options: Readonly<Record<string, string>>;
  readonly body: Element;
}

/** Longer than this Windows holds no request, whatever it says. */
const LONGEST = 60_000;

export function readRequest(text: string): Request | undefined {
  const root = readXml(text);
  const header = root && findFirst(root, 'Header');
  const body = root && findFirst(root, 'Body');
  if (header === undefined || body === undefined) return undefined;
  const actionName = findFirst(header, 'Action')?.text.trim() ?? '';
  const known = Object.entries(actions).find(([, name]) => name === actionName)?.[0];
  const options = findFirst(header, 'OptionSet')?.children ?? [];
  return {
    action: isAction(known) ? known : undefined,
    actionName,
    messageId: findFirst(header, 'MessageID')?.text ?? '',
    shellId: findFirst(header, 'Selector')?.text ?? '',
    timeout: Math.min(LONGEST, duration(findFirst(header, 'OperationTimeout')?.text ?? '')),
    maxEnvelope: Number(findFirst(header, 'MaxEnvelopeSize')?.text ?? '153600'),
    options: Object.fromEntries(
      options.map(({ attributes, text: value }) => [attributes['Name'] ?? '', value]),
    ),
    body,
  };
}

function isAction(name: string | undefined): name is keyof typeof actions {
  return name !== undefined && Object.hasOwn(actions, name);
}

/** `PT1H2M3.5S` in milliseconds. */
function duration(text: string): number {
  const found = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text);
  if (found === null) return LONGEST;
  const [, hours = '0', minutes = '0', seconds = '0'] = found;
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 || LONGEST;
}

/** The answer to a request: its action with `Response`. */
export function answer(request: Request, body: string): string {
  return whole(request, `${request.actionName}Response`, body);
}

export interface Fault {
  readonly code: string;
  readonly subcode: string;
  readonly message: string;
}

export function faultAnswer(request: Request | undefined, { code, subcode, message }: Fault): string {
  const text = escapeXml(message);
  const body =
    `<s:Fault><s:Code><s:Value>s:${subcode === 'w:TimedOut' ? 'Receiver' : 'Sender'}</s:Value>` +
    `<s:Subcode><s:Value>${subcode}</s:Value></s:Subcode></s:Code>` +
    `<s:Reason><s:Text xml:lang="en-US">${text}</s:Text></s:Reason><s:Detail>` +
    `<f:WSManFault xmlns:f="${namespaces.fault}" Code="${code}" Machine="guest"><f:Message>${text}</f:Message></f:WSManFault>` +
    '</s:Detail></s:Fault>';
  return whole(request, 'http://schemas.dmtf.org/wbem/wsman/1/wsman/fault', body);
}

function whole(request: Request | undefined, action: string, body: string): string {
  const { soap, addressing, wsman, transfer, shell, microsoft } = namespaces;
  return (
    `<s:Envelope xml:lang="en-US" xmlns:s="${soap}" xmlns:a="${addressing}" xmlns:x="${transfer}" xmlns:w="${wsman}" xmlns:rsp="${shell}" xmlns:p="${microsoft}">` +
    `<s:Header><a:Action>${action}</a:Action><a:MessageID>uuid:${randomUUID().toUpperCase()}</a:MessageID>` +
    `<a:To>${anonymous}</a:To><a:RelatesTo>${escapeXml(request?.messageId ?? '')}</a:RelatesTo></s:Header>` +
    `<s:Body>${body}</s:Body></s:Envelope>`
  );
}
