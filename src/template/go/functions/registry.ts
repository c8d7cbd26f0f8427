import { buildFunctions } from './build.ts';
import { collectionFunctions } from './collections.ts';
import { comparisonFunctions } from './comparison.ts';
import { escapingFunctions } from './escaping.ts';
import type { TemplateFunction } from './function.ts';
import { logicFunctions } from './logic.ts';
import { printingFunctions } from './printing.ts';
import { sourceFunctions } from './sources.ts';
import { textFunctions } from './text.ts';
import { timeFunctions } from './time.ts';

const functions: ReadonlyMap<string, TemplateFunction> = new Map(
  [
    buildFunctions,
    collectionFunctions,
    comparisonFunctions,
    escapingFunctions,
    logicFunctions,
    printingFunctions,
    sourceFunctions,
    textFunctions,
    timeFunctions,
  ].flatMap((table) => Object.entries(table)),
);

export function findFunction(name: string): TemplateFunction | undefined {
  return functions.get(name);
}

/** The names of all functions, sorted, whether or not they can be used where a text stands. */
export const functionNames: ReadonlySet<string> = new Set([...functions.keys()].sort());
