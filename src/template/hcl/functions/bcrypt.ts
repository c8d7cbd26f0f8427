import { hashSync } from 'bcryptjs';
import { STRING } from '../types/type.ts';
import { stringValue, type Value } from '../values/value.ts';
import { integerOf, number, text, textOf } from './define.ts';
import { FunctionError, type HclFunction } from './function.ts';

const DEFAULT_COST = 10;

export const BCRYPT: Readonly<Record<string, HclFunction>> = {
  bcrypt: { parameters: [text('str')], rest: number('cost'), returns: STRING, call: bcrypt },
};

/** A cost that is too low becomes the usual one, as in Go. */
function bcrypt([str, cost, ...more]: readonly Value[]): Value {
  if (more.length > 0) throw new FunctionError('bcrypt() takes no more than two arguments');
  const wanted = cost === undefined ? DEFAULT_COST : integerOf(cost);
  const rounds = wanted < 4 ? DEFAULT_COST : wanted;
  const failed = 'error occured generating password';
  if (rounds > 31)
    throw new FunctionError(
      `${failed} crypto/bcrypt: cost ${rounds} is outside allowed inclusive range 4..31`,
    );
  if (Buffer.byteLength(textOf(str)) > 72)
    throw new FunctionError(`${failed} bcrypt: password length exceeds 72 bytes`);
  return stringValue(hashSync(textOf(str), rounds).replace(/^\$2[by]\$/, '$2a$'));
}
