import type { Diagnostic } from '../diagnostic.ts';
import type { Attribute } from '../syntax/node.ts';
import type { Range } from '../syntax/source.ts';
import type { BodySchema } from './body.ts';

/** What is said of required arguments that are not there. */
export function missingArguments(
  { attributes = [] }: BodySchema,
  found: ReadonlyMap<string, Attribute>,
  subject: Range,
): readonly Diagnostic[] {
  return attributes
    .filter(({ name, required }) => required === true && !found.has(name))
    .map(({ name }) => ({
      summary: 'Missing required argument',
      detail: `The argument "${name}" is required, but no definition was found.`,
      subject,
    }));
}
