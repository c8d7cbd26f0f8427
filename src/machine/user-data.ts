import { createHash } from 'node:crypto';
import type { CommunicatorConfig } from '../communicators/config.ts';
import { givenHostKey, givesHostKey } from './host-key.ts';

interface Login {
  readonly config: CommunicatorConfig;
  /** Of the run. */
  readonly folder: string;
  /** Public half of the key that the user is let in with; empty: the guest gets it in another way, or none. */
  readonly publicKey: string;
}

/**
 * The user data of a guest: the template's, and what logging in needs of ours. Both go as parts of one MIME document,
 * which cloud-init takes apart; lists of ours are added to the template's, not put in their place.
 */
export async function withLogin(
  given: Uint8Array | undefined,
  { config, folder, publicKey }: Login,
): Promise<Uint8Array | undefined> {
  const ours = [
    ...(publicKey === '' ? [] : loginKey(config.ssh_username, publicKey)),
    ...(givesHostKey(config) ? hostKeyLines(await givenHostKey(folder)) : []),
  ];
  if (ours.length === 0) return given;
  const text = ['#cloud-config', ...MERGE, ...ours, ''].join('\n');
  return given === undefined ? Buffer.from(text) : multipart(Buffer.from(given), text);
}

const MERGE = [
  'merge_how:',
  '  - name: list',
  '    settings: [append]',
  '  - name: dict',
  '    settings: [no_replace, recurse_list]',
];

/** For the user to log in as, whoever cloud-init's default user is. */
function loginKey(user: string, publicKey: string): readonly string[] {
  return [
    'ssh_authorized_keys:',
    `  - ${publicKey}`,
    'users:',
    '  - default',
    `  - name: ${user}`,
    '    ssh_authorized_keys:',
    `      - ${publicKey}`,
  ];
}

/** With a key given, cloud-init makes no others and removes those of the image. */
function hostKeyLines(key: { readonly privateKey: string; readonly publicKey: string }): readonly string[] {
  return [
    'ssh_deletekeys: true',
    'ssh_keys:',
    '  ed25519_private: |',
    ...key.privateKey
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line}`),
    `  ed25519_public: ${key.publicKey}`,
  ];
}

function multipart(given: Buffer, ours: string): Uint8Array {
  const boundary = `==${createHash('sha256').update(given).update(ours).digest('hex').slice(0, 32)}==`;
  return Buffer.concat([
    Buffer.from(
      `Content-Type: multipart/mixed; boundary="${boundary}"\nMIME-Version: 1.0\n\n--${boundary}\n`,
    ),
    part(given),
    Buffer.from(`\n--${boundary}\n`),
    part(Buffer.from(ours)),
    Buffer.from(`\n--${boundary}--\n`),
  ]);
}

/** A MIME document brings its own headers; of everything else cloud-init finds out by itself what it is. */
function part(bytes: Buffer): Buffer {
  if (/^(MIME-Version|Content-Type):/i.test(bytes.subarray(0, 64).toString('latin1'))) return bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return encoded('application/gzip', bytes);
  const plain = bytes.every((byte) => byte < 0x80);
  if (!plain) return encoded('text/plain; charset="utf-8"', bytes);
  return Buffer.concat([
    Buffer.from('Content-Type: text/plain; charset="us-ascii"\nMIME-Version: 1.0\n\n'),
    bytes,
  ]);
}

function encoded(type: string, bytes: Buffer): Buffer {
  const head = `Content-Type: ${type}\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n`;
  return Buffer.from(head + bytes.toString('base64').replace(/(.{76})/g, '$1\n'));
}
