/** The functions that read from a store outside of the template. */
export type SecretStore = 'consul_key' | 'vault' | 'aws_secretsmanager' | 'aws_secretsmanager_raw';

/** What a template asks somebody outside of it: a secret store, or a function of a plug-in. */
export interface Question<Name extends string = string> {
  /** The function that is called. */
  readonly name: Name;
  readonly args: readonly string[];
}

export type Answer =
  | { readonly value: string; readonly error?: undefined }
  | { readonly error: string; readonly hint?: string | undefined };

/** Asks a store; never rejects for what the store says or for its silence. */
export type ReadSecret = (question: Question<SecretStore>) => Promise<Answer>;

/** How a question is asked; never rejects. */
export type Ask = () => Answer | Promise<Answer>;

/**
 * The questions of one template with their answers; each is asked once. Rendering does not wait: what depends on an answer
 * that is under way is not known yet, whatever else there is to ask is asked beside it, and when all answers are there
 * the text is rendered with them. Answers may lead to further questions, and so to another round.
 */
export class Questions {
  readonly #answers = new Map<string, Answer>();
  readonly #open = new Map<string, Promise<Answer>>();

  /** Gives nothing as long as the answer is under way. */
  answer(question: Question, ask: Ask): Answer | undefined {
    const key = JSON.stringify([question.name, ...question.args]);
    const known = this.#answers.get(key);
    if (known !== undefined || this.#open.has(key)) return known;
    const asked = ask();
    if (!(asked instanceof Promise)) {
      this.#answers.set(key, asked);
      return asked;
    }
    this.#open.set(key, this.#wait(key, asked));
    return undefined;
  }

  /** Waits for all answers that are under way; gives whether any was. */
  async answered(): Promise<boolean> {
    const open = [...this.#open.values()];
    await Promise.all(open);
    return open.length > 0;
  }

  /** What these functions gave. */
  valuesOf(names: readonly string[]): readonly string[] {
    const own = [...this.#answers].filter(([key]) => names.includes(JSON.parse(key)[0]));
    return own.flatMap(([, answer]) => (answer.error === undefined ? [answer.value] : []));
  }

  async #wait(key: string, asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked;
    this.#answers.set(key, answer);
    this.#open.delete(key);
    return answer;
  }
}
