type Variables = Readonly<Record<string, string | undefined>>;

/** Environment variables of the current SDKs and of Alibaba's own services; Packer's own are `ALICLOUD_*`. */
export const variables = {
  accessKey: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
  secretKey: 'ALIBABA_CLOUD_ACCESS_KEY_SECRET',
  securityToken: 'ALIBABA_CLOUD_SECURITY_TOKEN',
  profile: 'ALIBABA_CLOUD_PROFILE',
  region: 'ALIBABA_CLOUD_REGION',
  regionId: 'ALIBABA_CLOUD_REGION_ID',
  roleArn: 'ALIBABA_CLOUD_ROLE_ARN',
  roleSession: 'ALIBABA_CLOUD_ROLE_SESSION_NAME',
  oidcProvider: 'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
  oidcTokenFile: 'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
  instanceRole: 'ALIBABA_CLOUD_ECS_METADATA',
  credentialsUri: 'ALIBABA_CLOUD_CREDENTIALS_URI',
} as const;

/** Whether these variables name a source of credentials by themselves, without a word in the template. */
export function namesCredentials(env: Variables): boolean {
  const all = (...names: readonly string[]) => names.every((name) => (env[name] ?? '') !== '');
  return (
    all(variables.accessKey, variables.secretKey) ||
    all(variables.roleArn, variables.oidcProvider, variables.oidcTokenFile) ||
    all(variables.instanceRole) ||
    all(variables.credentialsUri)
  );
}

/** Values among them that must never be shown. */
export function secretVariables(env: Variables): readonly string[] {
  return [variables.secretKey, variables.securityToken, 'ALICLOUD_SECRET_KEY', 'SECURITY_TOKEN'].flatMap(
    (name) => env[name] || [],
  );
}
