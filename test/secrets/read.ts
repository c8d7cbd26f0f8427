import type { EnvironmentVariables } from '../../src/http/proxy.ts';
import { readSecret } from '../../src/secrets/read-secret.ts';
import type { SecretStore } from '../../src/template/model/questions.ts';

/** What the store gives, or `error: ` and what it says. */
export async function told(
  store: SecretStore,
  args: readonly string[],
  env: EnvironmentVariables,
): Promise<string> {
  const answer = await readSecret({ name: store, args }, env);
  return answer.error === undefined ? answer.value : `error: ${answer.error}`;
}
