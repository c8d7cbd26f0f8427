import { BuildError } from '../../../errors/build-error.ts';

/** Texts of the credentials: which are missing, and why a source of them failed. Never a secret. */
interface PassedSource {
  readonly source: string;
  readonly why: string;
}

const listed = (sources: readonly PassedSource[]): string =>
  sources.map(({ source, why }, index) => `\n  ${index + 1}. ${source}: ${why}`).join('');

export const keysMissing = (passed: readonly PassedSource[]): BuildError =>
  new BuildError(
    'credentials-missing',
    `(ALICLOUD_ACCESS_KEY and ALICLOUD_SECRET_KEY) or ram_role_name option must be set in template file or environment variables. Looked for, in this order:${listed(passed)}`,
    {
      hint: 'Set access_key and secret_key, their environment variables, profile, or ram_role_name on an ECS instance.',
      data: { sources: passed },
    },
  );

/** The failure of the source that was to be used, with those that came before it. */
export const credentialsFailed = (
  error: BuildError,
  source: string,
  passed: readonly PassedSource[],
): BuildError => {
  const sources = [...passed, { source, why: 'failed' }];
  return new BuildError(
    error.code,
    `${error.message} Credentials were looked for in this order:${listed(sources)}`,
    {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error.cause,
      data: { ...error.data, sources },
    },
  );
};

export const regionMissing = (): BuildError =>
  new BuildError(
    'config-invalid',
    'region option or ALICLOUD_REGION must be provided in template file or environment variables.',
  );

export const profileUnreadable = (profile: string, file: string, why: string): BuildError =>
  new BuildError('credentials-missing', `Reading profile ${profile} from ${file}: ${why}.`, {
    hint: 'Check profile (ALICLOUD_PROFILE) and shared_credentials_file; the default file is ~/.aliyun/config.json.',
    data: { profile, file },
  });

export const profileModeUnknown = (profile: string, mode: string, known: readonly string[]): BuildError =>
  new BuildError('credentials-missing', `Profile ${profile} has the mode ${mode}, which is not known.`, {
    hint: `Known are ${known.join(', ')}.`,
    data: { profile, mode },
  });

const refusedModes: Readonly<Record<string, string>> = {
  RsaKeyPair:
    'a way of signing in that the service offers no more to new users and for which it gives sessions without an STS token',
  OAuth: 'a sign-in whose tokens are replaced at each use, in a file that the Alibaba Cloud CLI writes too',
};

export const profileModeRefused = (profile: string, mode: string): BuildError =>
  new BuildError(
    'credentials-missing',
    `Profile ${profile} has the mode ${mode}, which is not supported: it is ${refusedModes[mode] ?? 'unsafe'}.`,
    {
      hint: 'Use a profile of another mode, such as AK, StsToken, RamRoleArn, CloudSSO or External.',
      data: { profile, mode },
    },
  );

export const profileLoops = (profiles: readonly string[]): BuildError =>
  new BuildError(
    'credentials-missing',
    `Profiles name each other as source_profile in a circle: ${profiles.join(' -> ')}.`,
    { hint: 'One of them has to hold keys of its own.', data: { profiles } },
  );

export const profileLacks = (profile: string, mode: string, fields: string): BuildError =>
  new BuildError('credentials-missing', `Profile ${profile} has the mode ${mode} but no ${fields}.`, {
    data: { profile, mode },
  });

export const metadataDisabled = (doing: string): BuildError =>
  new BuildError(
    'credentials-missing',
    `${doing}: ALIBABA_CLOUD_ECS_METADATA_DISABLED=true forbids the metadata service.`,
    { hint: 'Unset it on the ECS instance that has the role, or give keys instead of ram_role_name.' },
  );

export const metadataFailed = (doing: string, address: string, why: string, cause?: unknown): BuildError =>
  new BuildError('credentials-missing', `${doing} from ${address}: ${why}.`, {
    hint: 'ram_role_name works only on an ECS instance that has this role.',
    cause,
    data: { address },
  });

export const roleKeysIncomplete = (role: string): BuildError =>
  new BuildError('credentials-missing', `Assuming the RAM role ${role}: the answer has no keys.`, {
    data: { role },
  });

export const keyAnswerUseless = (doing: string, why: string, cause?: unknown): BuildError =>
  new BuildError('credentials-missing', `${doing}: ${why}.`, { cause });

export const tokenFileUnreadable = (file: string, why: string): BuildError =>
  new BuildError('credentials-missing', `Reading the OIDC token from ${file}: ${why}.`, {
    hint: 'The file is that of ALIBABA_CLOUD_OIDC_TOKEN_FILE or of oidc_token_file in the profile.',
    data: { file },
  });

export const credentialsUriInvalid = (): BuildError =>
  new BuildError('credentials-missing', 'The address of credentials is no http or https URL.', {
    hint: 'Check ALIBABA_CLOUD_CREDENTIALS_URI, or credentials_uri in the profile.',
  });

export const cloudSsoExpired = (profile: string): BuildError =>
  new BuildError('credentials-missing', `The CloudSSO sign-in of profile ${profile} has ended.`, {
    hint: `Sign in again: aliyun configure --mode CloudSSO --profile ${profile}`,
    data: { profile },
  });

export const externalFailed = (profile: string, program: string, why: string): BuildError =>
  new BuildError(
    'credentials-missing',
    `Getting keys from ${program || 'nothing'}, the process_command of profile ${profile}: ${why}.`,
    {
      hint: 'What it prints is not shown, as it may hold secrets: run it by hand.',
      data: { profile, program },
    },
  );
