import { goFormat } from '../go-format.ts';
import { goPrint, sprint } from '../go-print.ts';
import type { FunctionTable } from './function.ts';

export const printingFunctions: FunctionTable = {
  print: { parameters: [], rest: 'any', call: sprint },
  println: { parameters: [], rest: 'any', call: (args) => `${args.map(goPrint).join(' ')}\n` },
  printf: {
    parameters: ['string'],
    rest: 'any',
    call: ([format, ...args]) => goFormat(String(format), args),
  },
};
