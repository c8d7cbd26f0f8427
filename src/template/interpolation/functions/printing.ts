import { goFormat } from '../go-format.ts';
import { goPrint } from '../go-print.ts';
import type { Value } from '../value.ts';
import type { FunctionTable } from './function.ts';

export const printingFunctions: FunctionTable = {
  print: { parameters: [], rest: 'any', call: printArguments },
  println: { parameters: [], rest: 'any', call: (args) => `${args.map(goPrint).join(' ')}\n` },
  printf: {
    parameters: ['string'],
    rest: 'any',
    call: ([format, ...args]) => goFormat(String(format), args),
  },
};

/** Go's Sprint: a blank stands only between two operands that are both no strings. */
function printArguments(args: readonly Value[]): string {
  let out = '';
  args.forEach((arg, index) => {
    const apart = index > 0 && typeof arg !== 'string' && typeof args[index - 1] !== 'string';
    out += (apart ? ' ' : '') + goPrint(arg);
  });
  return out;
}
