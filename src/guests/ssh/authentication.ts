import { timingSafeEqual } from 'node:crypto';
import ssh2, { type AuthContext, type PublicKeyAuthContext } from 'ssh2';
import { type Account, ANY_KEY, authorizedKeys, findAccount, passwordMatches } from '../accounts.ts';
import type { GuestFiles } from '../files.ts';

/** Who may log in: keys stand in the guest's own files, the password is the one it was booted with or one set inside. */
interface Gate {
  readonly files: GuestFiles;
  readonly password: string;
}

/** Answers one attempt; gives the account when it succeeded. A key is looked up anew each time, so a removed line no longer works. */
export async function authenticate(context: AuthContext, gate: Gate): Promise<Account | undefined> {
  const account = await findAccount(gate.files, context.username);
  const passed = account !== undefined && (await isProven(context, gate, account));
  if (passed) {
    context.accept();
    return account;
  }
  context.reject(['publickey', 'password', 'keyboard-interactive']);
  return undefined;
}

async function isProven(context: AuthContext, gate: Gate, account: Account): Promise<boolean> {
  switch (context.method) {
    case 'publickey':
      return provesKey(context, await authorizedKeys(gate.files, account));
    case 'password':
      return provesPassword(gate, account, context.password);
    case 'keyboard-interactive': {
      const answer = await new Promise<string>((resolve) => {
        context.once('abort', () => resolve(''));
        context.prompt([{ prompt: 'Password: ', echo: false }], (answers) => resolve(answers[0] ?? ''));
      });
      return provesPassword(gate, account, answer);
    }
    default:
      return false;
  }
}

async function provesPassword(gate: Gate, account: Account, offered: string): Promise<boolean> {
  if (offered === '') return false;
  return (
    (gate.password !== '' && sameText(gate.password, offered)) ||
    (await passwordMatches(gate.files, account.name, offered))
  );
}

function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Without a signature the client only asks whether this key would do. */
function provesKey(context: PublicKeyAuthContext, lines: readonly string[]): boolean {
  for (const line of lines) {
    const any = line.trim() === ANY_KEY;
    const key = ssh2.utils.parseKey(any ? context.key.data : withoutOptions(line));
    if (key instanceof Error || Array.isArray(key)) continue;
    if (!any && !key.getPublicSSH().equals(context.key.data)) continue;
    if (context.signature === undefined || context.blob === undefined) {
      context.key.algo = askedAlgorithm(context);
      return true;
    }
    return key.verify(context.blob, context.signature, context.hashAlgo) === true;
  }
  return false;
}

/** The name the client asked with: ssh2 would answer `ssh-rsa`, which clients in Go do not take for an answer. */
function askedAlgorithm({ hashAlgo, key }: PublicKeyAuthContext): string {
  if (hashAlgo === undefined || key.algo !== 'ssh-rsa') return key.algo;
  return hashAlgo === 'sha512' ? 'rsa-sha2-512' : 'rsa-sha2-256';
}

const keyType = /(?:^|\s)((?:ssh-|ecdsa-|sk-)\S+\s+AAAA\S+.*)$/;

function withoutOptions(line: string): string {
  return line.startsWith('#') ? '' : (keyType.exec(line)?.[1] ?? '');
}
