import { asked } from '../template/go/functions/asked.ts';
import type { TemplateFunction } from '../template/go/functions/function.ts';
import type { Answer } from '../template/model/questions.ts';
import type { FunctionPlugin } from './plugin.ts';
import { functionFailed, functionLate } from './words.ts';

/** A function of a plug-in in the template language. Each set of arguments is asked for once. */
export function pluginFunction(
  name: string,
  plugin: string,
  { parameters, call }: FunctionPlugin,
): TemplateFunction {
  return {
    parameters: parameters.map(() => 'string' as const),
    call: (values, context) => {
      const args = values.map(String);
      const ask = () => answerOf(plugin, () => call(...args));
      return asked({ name, args }, ask, functionLate(plugin), context);
    },
  };
}

function answerOf(plugin: string, call: () => unknown): Answer | Promise<Answer> {
  const failed = (error: unknown): Answer => ({ error: functionFailed(plugin, error) });
  try {
    const given = call();
    return given instanceof Promise ? given.then(textOf, failed) : textOf(given);
  } catch (error) {
    return failed(error);
  }
}

function textOf(value: unknown): Answer {
  return typeof value === 'string'
    ? { value }
    : { error: `the function gave ${typeof value} instead of a string` };
}
