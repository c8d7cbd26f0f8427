import { names } from './arguments.ts';

/** A command line for people to see, without the guest's passwords. */
export function sanitized(argv: readonly string[], data: Readonly<Record<string, string>>): string {
  const secrets = [data['WinRMPassword'], names('ansible_password', argv) ? data['Password'] : undefined];
  return secrets.reduce<string>(
    (text, secret) => (secret ? text.replaceAll(secret, '*****') : text),
    argv.join(' '),
  );
}
