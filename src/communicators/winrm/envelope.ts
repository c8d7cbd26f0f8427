import { randomUUID } from 'node:crypto';
import { actions, anonymous, commandShell, namespaces } from '../../wire/wsman/names.ts';
import { escapeXml } from '../../wire/xml.ts';

/** Largest message either way, in bytes: what every Windows takes unless told otherwise; newer ones take 500 KiB. */
const envelopeSize = 153_600;

export interface Message {
  readonly action: keyof typeof actions;
  /** XML of the body, or nothing. */
  readonly body: string;
  readonly shellId?: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** The whole message. `to` is the address it is sent to, `timeout` how long the guest may hold it. */
export function envelope(message: Message, to: string, timeout: number): string {
  const { action, body, shellId, options = {} } = message;
  const must = 's:mustUnderstand="true"';
  const choices = Object.entries(options)
    .map(([name, value]) => `<w:Option Name="${name}">${escapeXml(value)}</w:Option>`)
    .join('');
  const header = [
    `<a:To>${escapeXml(to)}</a:To>`,
    `<a:ReplyTo><a:Address ${must}>${anonymous}</a:Address></a:ReplyTo>`,
    `<w:MaxEnvelopeSize ${must}>${envelopeSize}</w:MaxEnvelopeSize>`,
    `<a:MessageID>uuid:${randomUUID().toUpperCase()}</a:MessageID>`,
    '<w:Locale s:mustUnderstand="false" xml:lang="en-US"/><p:DataLocale s:mustUnderstand="false" xml:lang="en-US"/>',
    `<w:OperationTimeout>PT${(timeout / 1000).toFixed(3)}S</w:OperationTimeout>`,
    `<w:ResourceURI ${must}>${commandShell}</w:ResourceURI>`,
    `<a:Action ${must}>${actions[action]}</a:Action>`,
    ...(shellId === undefined
      ? []
      : [`<w:SelectorSet><w:Selector Name="ShellId">${escapeXml(shellId)}</w:Selector></w:SelectorSet>`]),
    ...(choices === '' ? [] : [`<w:OptionSet>${choices}</w:OptionSet>`]),
  ].join('');
  const { soap, addressing, wsman, microsoft, shell } = namespaces;
  return (
    `<s:Envelope xmlns:s="${soap}" xmlns:a="${addressing}" xmlns:w="${wsman}" xmlns:p="${microsoft}" xmlns:rsp="${shell}">` +
    `<s:Header>${header}</s:Header><s:Body>${body}</s:Body></s:Envelope>`
  );
}
