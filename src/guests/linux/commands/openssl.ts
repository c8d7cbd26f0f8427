import { createHash, randomBytes } from 'node:crypto';
import { type CommandCall, type CommandResult, failed, type GuestCommand, ok } from './command.ts';
import { note } from './noted.ts';

const digests = ['md5', 'sha1', 'sha256', 'sha512'];

/** Random numbers and checksums are made; keys and certificates are only taken down. */
export const openssl: GuestCommand = {
  name: 'openssl',
  run(args, call) {
    const [verb = '', ...rest] = args;
    if (verb === 'version') return ok('OpenSSL 1.1.1k  FIPS 25 Mar 2021\n');
    if (verb === 'rand') return random(rest);
    const digest = verb === 'dgst' ? rest.find((word) => digests.includes(word.replace(/^-/, ''))) : verb;
    const algorithm = (digest ?? 'sha256').replace(/^-/, '');
    if (verb === 'dgst' || digests.includes(verb)) return checksum(call, algorithm, rest);
    return note(call, 'openssl');
  },
};

function random(args: readonly string[]): CommandResult {
  const count = Number(args.find((word) => /^\d+$/.test(word)) ?? 'none');
  if (Number.isNaN(count)) return failed('rand: the number of bytes is missing');
  const bytes = randomBytes(Math.min(count, 1024 * 1024));
  if (args.includes('-hex')) return ok(`${bytes.toString('hex')}\n`);
  return args.includes('-base64') ? ok(`${bytes.toString('base64')}\n`) : { stdout: bytes };
}

function checksum(call: CommandCall, algorithm: string, args: readonly string[]): CommandResult {
  const file = args.find((word) => !word.startsWith('-'));
  try {
    const data = file === undefined ? call.stdin : Buffer.from(call.process.files.whole(call.path(file)));
    const hash = createHash(algorithm).update(data).digest('hex');
    return ok(`${algorithm.toUpperCase()}(${file ?? 'stdin'})= ${hash}\n`);
  } catch {
    return failed(`${file}: No such file or directory`);
  }
}
