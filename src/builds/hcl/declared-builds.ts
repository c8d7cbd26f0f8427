import type { Diagnostic } from '../../template/hcl/diagnostic.ts';
import { type BuildBlock, buildName, type SourceUse } from '../../template/hcl/packer/build/build-block.ts';
import { checkBuild, type Sources, sourcesOf } from '../../template/hcl/packer/build/check-build.ts';
import { readBuild } from '../../template/hcl/packer/build/read-build.ts';
import { readRegistries } from '../../template/hcl/packer/build/read-registry.ts';
import type { Evaluation } from '../../template/hcl/packer/evaluation.ts';
import { STRING } from '../../template/hcl/types/type.ts';
import { objectValue, unknownOf } from '../../template/hcl/values/value.ts';
import type { TypeNames } from './known-types.ts';

/** A source in a build: that makes one image. */
export interface DeclaredBuild {
  readonly name: string;
  readonly build: BuildBlock;
  readonly use: SourceUse;
}

interface Declared {
  readonly blocks: readonly BuildBlock[];
  /** In the order of the files. */
  readonly builds: readonly DeclaredBuild[];
  readonly sources: Sources;
  /** There is a block about HCP. */
  readonly hasRegistry: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The `source` and `build` blocks of a template. Without `types` it is not checked what there is of what they name. */
export function declaredBuilds(evaluation: Evaluation, types?: TypeNames): Declared {
  const { configuration } = evaluation;
  const { sources, diagnostics } = sourcesOf(configuration.sources);
  const unknown = unknownOf(STRING);
  const source = objectValue([
    ['name', unknown],
    ['type', unknown],
  ]);
  const scope = evaluation.scope('build', [
    ['build', objectValue([])],
    ['source', source],
  ]);
  const registry = readRegistries(configuration.registries, scope);
  const read = configuration.builds.map((block) => readBuild(block, scope));
  const blocks = read.flatMap(({ block }) => block ?? []);
  const wrong = [...diagnostics, ...registry, ...read.flatMap((one) => one.diagnostics)];
  const absent = types === undefined ? [] : blocks.flatMap((block) => checkBuild(block, sources, types));
  return {
    blocks,
    sources,
    builds: blocks.flatMap((build) =>
      build.sources.map((use) => ({ name: buildName(build, use), build, use })),
    ),
    hasRegistry: configuration.registries.length > 0 || blocks.some((block) => block.hasRegistry),
    diagnostics: [...wrong, ...absent],
  };
}
