/** The functions that read from a store outside of the template. */
export type SecretStore = 'consul_key' | 'vault' | 'aws_secretsmanager' | 'aws_secretsmanager_raw';

/** What a template asks a store for. */
export interface SecretRequest {
  readonly store: SecretStore;
  /** As the template gives them, already counted. */
  readonly args: readonly string[];
}

/** What the store said. */
export type SecretAnswer =
  | { readonly value: string; readonly error?: undefined }
  | { readonly error: string; readonly hint?: string | undefined };

/** Asks a store; never rejects for what the store says or for its silence. */
export type ReadSecret = (request: SecretRequest) => Promise<SecretAnswer>;

/**
 * Leaves the rendering of a text that needs a secret nobody has read yet. Rendering itself never waits: whoever renders
 * reads what is wanted and renders again.
 */
export class SecretWanted extends Error {
  override readonly name = 'SecretWanted';
  readonly request: SecretRequest;

  constructor(request: SecretRequest) {
    super(`${request.store} has not been asked yet`);
    this.request = request;
  }
}

/** The secrets read so far. */
export class Secrets {
  readonly #answers = new Map<string, SecretAnswer>();

  /** Throws SecretWanted for what has not been read. */
  answer(request: SecretRequest): SecretAnswer {
    const answer = this.#answers.get(keyOf(request));
    if (answer === undefined) throw new SecretWanted(request);
    return answer;
  }

  /** Reads all at once, each only once. */
  async read(requests: readonly SecretRequest[], readSecret: ReadSecret): Promise<void> {
    const different = new Map(requests.map((request) => [keyOf(request), request]));
    const reading = [...different].map(async ([key, request]) => {
      this.#answers.set(key, await readSecret(request));
    });
    await Promise.all(reading);
  }

  /** What the stores for secrets gave; Consul's keys are settings, no secrets. */
  values(): readonly string[] {
    const hidden = [...this.#answers].filter(([key]) => !key.startsWith('["consul_key"'));
    return hidden.flatMap(([, answer]) => (answer.error === undefined ? [answer.value] : []));
  }
}

function keyOf({ store, args }: SecretRequest): string {
  return JSON.stringify([store, ...args]);
}
