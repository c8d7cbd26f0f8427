import { functionNames } from '../../../src/template/go/functions/registry.ts';
import { builderKeys } from '../../../src/template/json/builders.ts';
import { postProcessorKeys } from '../../../src/template/json/post-processors.ts';
import { provisionerKeys } from '../../../src/template/json/provisioners.ts';
import { rootNames } from '../../../src/template/json/root-keys.ts';
import type { Marks } from './marks.ts';
import surface from './packer-surface.json' with { type: 'json' };
import type { Row } from './row.ts';

/** Keys that are no settings of a component. */
export function templateRows(marks: Marks): readonly Row[] {
  const { root, builder, provisioner, 'post-processor': postProcessor } = surface.template;
  return [
    ...compared('root', root, [...rootNames, '_...'], marks),
    ...compared('builder', builder, builderKeys, marks),
    ...compared('provisioner', provisioner, provisionerKeys, marks),
    ...compared('post-processor', postProcessor, postProcessorKeys, marks),
  ].map((row) => row);
}

export function functionRows(marks: Marks): readonly Row[] {
  const { packer, go, later } = surface.functions;
  return compared('function', [...packer, ...go, ...later], [...functionNames], marks, '');
}

function compared(
  kind: string,
  theirs: readonly string[],
  ours: readonly string[],
  marks: Marks,
  prefix = `${kind}: `,
): readonly Row[] {
  return [...new Set([...theirs, ...ours])].map((name) => {
    const here = ours.includes(name);
    const state = theirs.includes(name) ? 'supported' : 'ours';
    const row = marks.row(`${kind} ${name}`, name, here ? [state, ''] : undefined);
    return { ...row, name: prefix + row.name };
  });
}
