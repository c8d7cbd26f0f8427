import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { EnvironmentVariables } from '../../http/proxy.ts';
import { parseJson } from '../parse-json.ts';
import { awsProfileInvalid, awsRefused } from '../words.ts';
import { type AwsKeys, keysIn } from './keys.ts';

const run = promisify(execFile);

/** The keys that the command of `credential_process` prints. */
export async function processKeys(
  profile: string,
  command: string,
  env: EnvironmentVariables,
): Promise<AwsKeys> {
  const [shell, flag] = process.platform === 'win32' ? ['cmd.exe', '/C'] : ['sh', '-c'];
  const { stdout } = await run(shell, [flag, command], { env, timeout: 60_000 }).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? ` with exit status ${String(error.code)}` : '';
    throw awsProfileInvalid(profile, `credential_process failed${code}`);
  });
  const keys = keysIn(parseJson(stdout, awsRefused));
  if (keys === undefined) throw awsProfileInvalid(profile, 'credential_process printed no keys');
  return keys;
}
