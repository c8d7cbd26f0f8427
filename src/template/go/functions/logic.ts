import { truth } from '../value.ts';
import type { FunctionTable } from './function.ts';

/** `and` and `or` give one of their arguments, and evaluate no more of them than they need. */
export const logicFunctions: FunctionTable = {
  and: { parameters: ['value'], rest: 'value', stopsAt: false, call: (args) => args.at(-1) },
  or: { parameters: ['value'], rest: 'value', stopsAt: true, call: (args) => args.at(-1) },
  not: { parameters: ['value'], call: ([value]) => !truth(value) },
};
