import type { BodyBlock } from '../../body/body.ts';
import type { Diagnostic } from '../../diagnostic.ts';
import { closeName } from '../../suggestion.ts';
import { type Range, rangeName } from '../../syntax/source.ts';
import type { BuildBlock } from './build-block.ts';

/** Which types of components there are, as a template may name them. */
export interface KnownTypes {
  has(kind: ComponentKind, type: string): boolean;
  readonly names: Readonly<Record<ComponentKind, readonly string[]>>;
}

export type ComponentKind = 'source' | 'provisioner' | 'post-processor';

/** Sources by `TYPE.NAME`; those that repeat an earlier one do not count. */
export type Sources = ReadonlyMap<string, BodyBlock>;

export function sourcesOf(blocks: readonly BodyBlock[]): {
  readonly sources: Sources;
  readonly diagnostics: readonly Diagnostic[];
} {
  const sources = new Map<string, BodyBlock>();
  const diagnostics: Diagnostic[] = [];
  for (const block of blocks) {
    const name = block.labels.join('.');
    const before = sources.get(name);
    if (before === undefined) sources.set(name, block);
    else diagnostics.push(repeated(block, before));
  }
  return { sources, diagnostics };
}

function repeated({ header }: BodyBlock, before: BodyBlock): Diagnostic {
  const detail =
    'This source block has the same builder type and name as a previous block declared at ' +
    `${rangeName(before.header)}. Each source must have a unique name per builder type.`;
  return { summary: 'Duplicate source block', detail, subject: header };
}

/** Whether everything that a build names is there. */
export function checkBuild(build: BuildBlock, sources: Sources, known: KnownTypes): readonly Diagnostic[] {
  const { provisioners, cleanup, chains } = build;
  return [
    ...build.sources.flatMap(({ type, sourceName }) => {
      if (!known.has('source', type)) return [unknownType('source', type, { known, subject: build.range })];
      const name = `${type}.${sourceName}`;
      return sources.has(name) ? [] : [unknownSource(name, [...sources.keys()], build.range)];
    }),
    ...provisioners
      .filter(({ type }) => !known.has('provisioner', type))
      .map(({ type, range }) => unknownType('provisioner', type, { known, subject: range })),
    ...(cleanup === undefined || known.has('provisioner', cleanup.type)
      ? []
      : [
          unknownType('provisioner', cleanup.type, {
            known,
            subject: cleanup.range,
            word: 'error-cleanup-provisioner',
          }),
        ]),
    ...chains
      .flat()
      .filter(({ type }) => !known.has('post-processor', type))
      .map(({ type, range }) => unknownType('post-processor', type, { known, subject: range })),
  ];
}

function unknownSource(name: string, known: readonly string[], subject: Range): Diagnostic {
  const near = closeName(name, known);
  const detail = near === undefined ? `Known: [${known.join(' ')}]` : `Did you mean to use "${near}"?`;
  return { summary: `Unknown source ${name}`, detail, subject };
}

function unknownType(
  kind: ComponentKind,
  type: string,
  {
    known,
    subject,
    word = kind,
  }: { readonly known: KnownTypes; readonly subject: Range; readonly word?: string },
): Diagnostic {
  const near = closeName(type, known.names[kind]);
  const summary = `Unknown ${word} type ${kind === 'source' ? type : `"${type}"`}`;
  if (near !== undefined) return { summary, detail: `Did you mean to use "${near}"?`, subject };
  const detail =
    `The ${word} ${type} is unknown by Packer, and is likely part of a plugin that is not installed.\n` +
    'You may find the needed plugin along with installation instructions documented on the Packer integrations page.\n\n' +
    `https://developer.hashicorp.com/packer/integrations?filter=${type.split('-')[0]}`;
  return { summary, detail, subject };
}
