import { BuildError } from '../errors/build-error.ts';

/** Texts of the stores that `consul_key`, `vault` and `aws_secretsmanager` read. Never a secret. */
const unreadable = (message: string, hint?: string): BuildError =>
  new BuildError('secret-unreadable', message, hint === undefined ? {} : { hint });

export const consulUnconfigured = (why: string): BuildError =>
  unreadable(
    `error getting consul client: ${why}`,
    'Check CONSUL_HTTP_ADDR and the other CONSUL_ environment variables.',
  );

export const consulFailed = (why: string): BuildError =>
  unreadable(
    `error reading consul key: ${why}`,
    'Check CONSUL_HTTP_ADDR (default: 127.0.0.1:8500) and CONSUL_HTTP_TOKEN.',
  );

export const consulKeyMissing = (key: string): BuildError =>
  unreadable(`key does not exist at the given path: ${key}`);

export const consulKeyEmpty = (key: string): BuildError => unreadable(`value is empty at path ${key}`);

export const vaultTokenMissing = (): BuildError =>
  unreadable('Must set VAULT_TOKEN env var in order to use vault template function');

export const vaultUnconfigured = (why: string): BuildError =>
  unreadable(
    `Error getting Vault client: error encountered setting up default configuration: ${why}`,
    'Check VAULT_ADDR and the other VAULT_ environment variables.',
  );

export const vaultFailed = (why: string): BuildError =>
  unreadable(
    `Error reading vault secret: ${why}`,
    'Check VAULT_ADDR, VAULT_TOKEN, VAULT_NAMESPACE and the path; a KV version 2 path has data/ in it.',
  );

export const vaultRefused = (answer: {
  readonly url: string;
  readonly status: number;
  readonly errors: readonly string[] | undefined;
  readonly text: string;
}): BuildError => {
  const shown =
    answer.errors === undefined
      ? `Raw Message:\n\n${answer.text}`
      : `Errors:\n\n${answer.errors.map((error) => `* ${error}`).join('')}`;
  return vaultFailed(`Error making API request.\n\nURL: GET ${answer.url}\nCode: ${answer.status}. ${shown}`);
};

export const vaultPathMissing = (): BuildError =>
  unreadable(
    'Vault Secret does not exist at the given path',
    'A KV version 2 path has data/ behind the mount: secret/data/NAME.',
  );

export const vaultPathEmpty = (warnings: readonly string[]): BuildError =>
  unreadable(`Vault data was empty at the given path. Warnings: ${warnings.join('; ')}`);

export const vaultKeyMissing = (): BuildError => unreadable('Vault path does not contain the requested key');

/** Go's words for a value of another type than the one wanted. */
export const notOfType = (wanted: string, found: string): BuildError =>
  unreadable(`interface conversion: interface {} is ${found}, not ${wanted}`, 'Store the value as a string.');

export const awsRegionMissing = (): BuildError =>
  unreadable(
    'MissingRegion: could not find region configuration',
    'Set AWS_REGION, or region in the profile.',
  );

export const awsKeysMissing = (why: readonly string[]): BuildError =>
  unreadable(
    ['NoCredentialProviders: no valid providers in chain', ...why].join('\n'),
    'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.',
  );

export const awsProfileInvalid = (profile: string, why: string): BuildError =>
  unreadable(`AWS profile ${profile}: ${why}`, 'Check AWS_PROFILE, ~/.aws/config and ~/.aws/credentials.');

export const awsRefused = (message: string): BuildError => unreadable(message);

export const awsUnreachable = (message: string): BuildError =>
  unreadable(`RequestError: send request failed\ncaused by: ${message}`);

export const awsSecretUnreadable = (message: string, hint?: string): BuildError => unreadable(message, hint);
