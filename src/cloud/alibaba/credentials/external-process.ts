import { execFile } from 'node:child_process';
import { type Credentials, Keys } from './keys.ts';
import { type ExpiringKeys, refreshing } from './refreshing.ts';
import { externalFailed } from './words.ts';

interface ExternalProcess {
  readonly profile: string;
  readonly command: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Keys without a date are asked for again after this long. */
const undated = 15 * 60_000;

/**
 * Keys that a program of the user's prints as JSON, in the form of the Alibaba Cloud CLI. It is started without a
 * shell; what it prints is never shown, on either stream.
 */
export function externalProcess(process: ExternalProcess): Credentials {
  return refreshing({
    describe: `the process_command of profile ${process.profile}`,
    identity: JSON.stringify(['process', process.profile, process.command]),
    fetch: async (signal) => decode(process, await output(process, signal)),
  });
}

function output({ profile, command, env }: ExternalProcess, signal: AbortSignal): Promise<string> {
  const [program = '', ...args] = words(command);
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, signal, timeout: 60_000, windowsHide: true }, (error, stdout) => {
      if (error === null) resolve(stdout);
      else reject(externalFailed(profile, program, outcome(error)));
    }).stdin?.end();
  });
}

function outcome(error: { readonly code?: unknown; readonly killed?: boolean }): string {
  if (error.code === 'ENOENT') return 'there is no such program';
  if (error.killed) return 'it did not end within 60 s';
  return typeof error.code === 'number'
    ? `it ended with exit code ${error.code}`
    : `it failed (${error.code})`;
}

/** Splits at blanks outside of quotes, as the CLI does. */
function words(command: string): readonly string[] {
  const found = command.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return found.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

function decode({ profile, command }: ExternalProcess, stdout: string): ExpiringKeys {
  const [program = ''] = words(command);
  const row = parse(stdout);
  if (row === undefined) throw externalFailed(profile, program, 'what it printed is not JSON');
  const text = (name: string) => (typeof row[name] === 'string' ? row[name] : '');
  const [id, secret, token] = [text('access_key_id'), text('access_key_secret'), text('sts_token')];
  if (id === '' || secret === '')
    throw externalFailed(profile, program, 'its answer lacks access_key_id or access_key_secret');
  if (text('mode') === 'StsToken' && token === '')
    throw externalFailed(profile, program, 'its answer lacks sts_token');
  const end = Date.parse(text('expiration'));
  return { keys: new Keys(id, secret, token), expires: Number.isNaN(end) ? Date.now() + undated : end };
}

function parse(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
