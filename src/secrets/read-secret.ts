import { isBuildError } from '../errors/build-error.ts';
import type { EnvironmentVariables } from '../http/proxy.ts';
import type { Answer, Question, SecretStore } from '../template/model/questions.ts';

/** Asks the store that a template names; the code for a store is loaded when it is first asked. */
export async function readSecret(
  { name: store, args }: Question<SecretStore>,
  env: EnvironmentVariables,
): Promise<Answer> {
  const [name = '', key = ''] = args;
  try {
    return { value: await readFrom(store, [name, key], env) };
  } catch (error) {
    if (isBuildError(error, 'secret-unreadable')) return { error: error.message, hint: error.hint };
    throw error;
  }
}

async function readFrom(
  store: SecretStore,
  [name, key]: readonly [string, string],
  env: EnvironmentVariables,
): Promise<string> {
  switch (store) {
    case 'consul_key':
      return (await import('./consul.ts')).readConsulKey(name, env);
    case 'vault':
      return (await import('./vault.ts')).readVaultKey(name, key, env);
    case 'aws_secretsmanager':
      return (await import('./aws/secrets-manager.ts')).readSecretKey(name, key, env);
    case 'aws_secretsmanager_raw':
      return (await import('./aws/secrets-manager.ts')).readSecretString(name, env);
  }
}
