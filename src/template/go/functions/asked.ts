import type { Ask, Question } from '../../model/questions.ts';
import { Questions } from '../../model/questions.ts';
import type { RenderContext } from '../context.ts';
import { unanswered, type Value } from '../value.ts';
import { FunctionFailure } from './function.ts';

/** The answer to a question. `late` says what is wrong where rendering cannot wait for one that is under way. */
export function asked(
  question: Question,
  ask: Ask,
  late: string,
  { questions = new Questions(), waits }: RenderContext,
): Value {
  const answer = questions.answer(question, ask);
  if (answer === undefined && waits === true) return unanswered;
  if (answer === undefined) throw new FunctionFailure(late);
  if (answer.error === undefined) return answer.value;
  throw new FunctionFailure(answer.error, answer.hint === undefined ? {} : { hint: answer.hint });
}
