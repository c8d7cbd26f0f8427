import { Readable } from 'node:stream';
import { parseSource } from '../../builds/parse-source.ts';
import { readTemplate } from '../../builds/template-source.ts';
import { isBuildError } from '../../errors/build-error.ts';
import type { Around } from './candidates.ts';

/** Names that the template on the line has, if one is there yet and can be read. */
export async function templateNames({
  operands: [name],
  cwd,
}: Around & { readonly operands: readonly string[] }): Promise<{
  readonly builds: readonly string[];
  readonly variables: readonly string[];
}> {
  if (name === undefined || name === '-') return { builds: [], variables: [] };
  try {
    const template = parseSource(await readTemplate(name, { cwd, stdin: Readable.from([]) }));
    return {
      builds: template.builders.map((builder) => builder.name),
      variables: [...template.variables.keys()],
    };
  } catch (error) {
    if (isBuildError(error)) return { builds: [], variables: [] };
    throw error;
  }
}
