import { BuildError } from '../../errors/build-error.ts';
import { placeAt } from '../model/place.ts';
import type { Scanner } from './scanner.ts';

/** Reads a number; the cursor stands on its sign or first digit. All numbers are 64-bit floats, as in Packer. */
export function parseNumber(scanner: Scanner): number {
  const start = scanner.offset;
  scanner.take('-');
  if (!scanner.take('0')) digits(scanner, 'in numeric literal');
  if (scanner.take('.')) digits(scanner, 'after decimal point in numeric literal');
  if (scanner.take('e') || scanner.take('E')) {
    if (!scanner.take('+')) scanner.take('-');
    digits(scanner, 'in exponent of numeric literal');
  }
  const text = scanner.text.slice(start, scanner.offset);
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  const message = `json: cannot unmarshal number ${text} into Go value of type float64`;
  throw new BuildError('template-syntax', message, {
    hint: 'Write the number as a string, in quotes.',
    mistakes: [{ message, advice: `write "${text}"`, place: placeAt(scanner, start, scanner.offset) }],
  });
}

function digits(scanner: Scanner, where: string): void {
  if (!isDigit(scanner.code)) scanner.refuseInside(where);
  while (isDigit(scanner.code)) scanner.offset += 1;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
