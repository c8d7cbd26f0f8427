import { gunzipSync } from 'node:zlib';

/** The parts of user data: a MIME document has several, everything else is one. Compressed ones are unpacked. */
export function userDataParts(bytes: Uint8Array): readonly string[] {
  const text = unpacked(bytes);
  if (!/^(MIME-Version|Content-Type):/i.test(text)) return text.trim() === '' ? [] : [text];
  const [head = '', body = ''] = halves(text);
  const boundary = /boundary="?([^"\n;]+)"?/i.exec(head)?.[1];
  if (boundary === undefined) return userDataParts(decoded(head, body));
  const inner = body.split(`--${boundary}`).slice(1);
  return inner
    .filter((part) => !part.startsWith('--'))
    .map((part) => part.replace(/^\r?\n/, '').replace(/\r?\n$/, ''))
    .flatMap((part) => (/^[\w-]+:/.test(part) ? partOf(part) : [part]));
}

function partOf(part: string): readonly string[] {
  const [head = '', body = ''] = halves(part);
  if (/^Content-Type:\s*multipart\//im.test(head)) return userDataParts(Buffer.from(part));
  return userDataParts(decoded(head, body));
}

function decoded(head: string, body: string): Buffer {
  return Buffer.from(body, /^Content-Transfer-Encoding:\s*base64/im.test(head) ? 'base64' : 'utf8');
}

function halves(text: string): readonly string[] {
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? [text] : [text.slice(0, end.index), text.slice(end.index + end[0].length)];
}

function unpacked(bytes: Uint8Array): string {
  const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return Buffer.from(packed ? gunzipSync(bytes) : bytes).toString('utf8');
}
