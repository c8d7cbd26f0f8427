import { negotiate, ntlmAuthenticate } from '../../wire/ntlm/client.ts';
import { splitUser } from '../../wire/ntlm/proof.ts';
import type { Sealer } from '../../wire/ntlm/sealer.ts';
import { reason } from '../../wire/reason.ts';
import { decryptBody, encryptBody, encryptedType, isEncrypted } from '../../wire/wsman/encrypted-body.ts';
import { failure } from './failure.ts';
import { type HttpAnswer, type HttpConnection, httpConnection } from './http.ts';
import type { WinrmOptions } from './options.ts';

export interface Reply {
  readonly status: number;
  readonly text: string;
}

/** One authenticated way to the guest, for one request at a time. */
export interface Channel {
  /** Sends one message. Rejects with WinrmFailure. */
  ask(message: string, how: { readonly signal: AbortSignal; readonly timeout: number }): Promise<Reply>;
  close(): Promise<void>;
}

const soap = 'application/soap+xml;charset=UTF-8';

export function channel(options: WinrmOptions): Channel {
  const connection = httpConnection(options);
  return options.ntlm ? ntlmChannel(connection, options) : basicChannel(connection, options);
}

function basicChannel(connection: HttpConnection, { username, password }: WinrmOptions): Channel {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return {
    close: () => connection.close(),
    async ask(message, how) {
      const headers = { 'content-type': soap, authorization };
      const answer = await connection.post({ ...how, headers, body: Buffer.from(message) });
      if (answer.status === 401) throw refused(answer, 'Basic');
      return { status: answer.status, text: answer.body.toString('utf8') };
    },
  };
}

/** NTLM belongs to a connection, not to a request: what was agreed is forgotten as soon as that is gone. */
function ntlmChannel(connection: HttpConnection, options: WinrmOptions): Channel {
  let agreed: Sealer | undefined;
  connection.onGone(() => {
    agreed = undefined;
  });
  return {
    close: () => connection.close(),
    async ask(message, how) {
      const plain = Buffer.from(message);
      const fresh = agreed === undefined;
      for (let again = !fresh; ; again = false) {
        agreed ??= await agree(connection, options, how);
        const sealer = agreed;
        const answer = await connection.post({
          ...how,
          headers: { 'content-type': options.https ? soap : encryptedType },
          body: options.https ? plain : encryptBody(plain, sealer),
        });
        if (answer.status !== 401) return { status: answer.status, text: opened(answer, sealer) };
        // A guest forgets who is at an idle connection; it has done nothing then, so we ask anew.
        agreed = undefined;
        if (!again) throw refused(answer, 'Negotiate');
      }
    },
  };
}

function opened(answer: HttpAnswer, sealer: Sealer): string {
  if (!isEncrypted(answer.header('content-type'))) return answer.body.toString('utf8');
  try {
    return decryptBody(answer.body, sealer).toString('utf8');
  } catch (error) {
    throw failure('not-winrm', reason(error));
  }
}

type How = Parameters<Channel['ask']>[1];

async function agree(connection: HttpConnection, options: WinrmOptions, how: How): Promise<Sealer> {
  const { username, password } = options;
  const knock = (token: Buffer) => {
    const headers = { 'content-type': soap, authorization: `Negotiate ${token.toString('base64')}` };
    return connection.post({ ...how, headers, body: Buffer.alloc(0) });
  };
  const first = negotiate();
  const challenge = await knock(first);
  const token = /(?:Negotiate|NTLM) ([A-Za-z0-9+/=]+)/i.exec(challenge.header('www-authenticate'))?.[1];
  if (token === undefined) throw refused(challenge, 'Negotiate');
  const answer = prove(first, Buffer.from(token, 'base64'), { ...splitUser(username), password });
  const end = await knock(answer.message);
  if (end.status === 401) throw failure('denied');
  return answer.sealer;
}

function prove(...given: Parameters<typeof ntlmAuthenticate>): ReturnType<typeof ntlmAuthenticate> {
  try {
    return ntlmAuthenticate(...given);
  } catch (error) {
    throw failure('not-winrm', reason(error));
  }
}

/** A 401 that does not even offer our way to log in is a matter of settings, not of the password. */
function refused(answer: HttpAnswer, scheme: 'Basic' | 'Negotiate') {
  if (answer.status !== 401) return failure('not-winrm', `HTTP status ${answer.status}`);
  const offered = answer
    .header('www-authenticate')
    .split(',')
    .map((part) => part.trim().split(/[ =]/)[0] ?? '')
    .filter((name) => /^[A-Z][a-zA-Z]+$/.test(name) && name !== 'Realm');
  if (offered.length === 0 || offered.includes(scheme)) return failure('denied');
  const way =
    scheme === 'Basic' ? 'set winrm_use_ntlm, or let user data allow Basic' : 'unset winrm_use_ntlm';
  return failure('denied', `it offers ${offered.join(' and ')}, not ${scheme} (${way})`);
}
