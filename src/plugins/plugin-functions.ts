import { FunctionFailure, type TemplateFunction } from '../template/go/functions/function.ts';
import type { FunctionPlugin } from './plugin.ts';
import { functionFailed, functionLate } from './words.ts';

type Answer = { readonly value: string } | { readonly failure: string };

/** Ends a rendering that needs an answer which is still under way; never leaves this program's loading of a template. */
class StillAsking extends Error {
  override readonly name = 'StillAsking';
  readonly answered: Promise<void>;

  constructor(answered: Promise<void>) {
    super('A function of a plug-in has not answered yet.');
    this.answered = answered;
  }
}

/**
 * Functions of plug-ins in the template language. Rendering does not wait, so a call whose answer is a promise ends it; it
 * is begun anew when the answer is there. Each set of arguments is asked for once.
 */
export class PluginFunctions {
  readonly table = new Map<string, TemplateFunction>();
  readonly #owners = new Map<string, string>();
  readonly #answers = new Map<string, Answer>();
  #loading = true;

  ownerOf(name: string): string | undefined {
    const owner = this.#owners.get(name);
    return owner === undefined ? undefined : `plug-in ${owner}`;
  }

  add(name: string, plugin: string, { parameters, call }: FunctionPlugin): void {
    this.#owners.set(name, plugin);
    this.table.set(name, {
      parameters: parameters.map(() => 'string' as const),
      call: (values) => this.#answer(name, plugin, () => call(...values.map(String)), values.map(String)),
    });
  }

  /** Does something that renders, as often as it takes for all answers to be there. */
  async settled<T>(render: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        const result = await render();
        this.#loading = false;
        return result;
      } catch (error) {
        if (!(error instanceof StillAsking)) throw error;
        await error.answered;
      }
    }
  }

  #answer(
    name: string,
    plugin: string,
    call: () => string | Promise<string>,
    args: readonly string[],
  ): string {
    const key = JSON.stringify([name, ...args]);
    const known = this.#answers.get(key) ?? this.#ask(key, plugin, call);
    if ('failure' in known) throw new FunctionFailure(known.failure);
    return known.value;
  }

  #ask(key: string, plugin: string, call: () => string | Promise<string>): Answer {
    try {
      const value: unknown = call();
      if (value instanceof Promise) return this.#wait(key, plugin, value);
      return this.#keep(key, answerOf(value));
    } catch (error) {
      if (error instanceof StillAsking) throw error;
      return this.#keep(key, { failure: functionFailed(plugin, error) });
    }
  }

  #wait(key: string, plugin: string, promise: Promise<unknown>): Answer {
    const answered = promise.then(
      (value) => void this.#keep(key, answerOf(value)),
      (error: unknown) => void this.#keep(key, { failure: functionFailed(plugin, error) }),
    );
    if (this.#loading) throw new StillAsking(answered);
    return { failure: functionLate(plugin) };
  }

  #keep(key: string, answer: Answer): Answer {
    this.#answers.set(key, answer);
    return answer;
  }
}

function answerOf(value: unknown): Answer {
  return typeof value === 'string'
    ? { value }
    : { failure: `the function gave ${typeof value} instead of a string` };
}
