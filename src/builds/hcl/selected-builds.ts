import type { Diagnostic } from '../../template/hcl/diagnostic.ts';
import type { PostProcessorBlock } from '../../template/hcl/packer/build/build-block.ts';
import { GlobError, nameGlob } from '../../template/hcl/packer/build/name-glob.ts';
import type { DeclaredBuild } from './declared-builds.ts';

export interface Selected {
  readonly builds: readonly DeclaredBuild[];
  /** Whether `-except` names this post-processor. */
  drops(processor: PostProcessorBlock): boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The builds that `-only` and `-except` leave. Patterns stand for whole names, `web.null.box`. */
export function selectedBuilds(
  all: readonly DeclaredBuild[],
  { only, except }: { readonly only: readonly string[]; readonly except: readonly string[] },
): Selected {
  const faults: Diagnostic[] = [];
  const [onlyGlobs, exceptGlobs] = [globs('only', only, faults), globs('except', except, faults)];
  const drops = (processor: PostProcessorBlock) =>
    matches(exceptGlobs, processor.name === '' ? processor.type : processor.name);
  if (faults.length > 0) return { builds: [], drops, diagnostics: faults };
  const wanted = all.filter(({ name }) => onlyGlobs.length === 0 || matches(onlyGlobs, name));
  const builds = wanted.filter(({ name }) => !matches(exceptGlobs, name));
  const dropped = builds.flatMap(({ build }) => build.chains.filter((chain) => chain.some(drops)));
  const names = all.map(({ name }) => name);
  return {
    builds,
    drops,
    diagnostics: [
      ...(onlyGlobs.length > 0 && wanted.length < onlyGlobs.length
        ? [missed("an 'only' option was passed, but not all matches were found for the given build.", names)]
        : []),
      ...(exceptGlobs.length > wanted.length - builds.length + dropped.length
        ? [missed("an 'except' option was passed, but did not match any build.", names)]
        : []),
    ],
  };
}

function matches(patterns: readonly RegExp[], name: string): boolean {
  return patterns.some((pattern) => pattern.test(name));
}

function globs(flag: string, patterns: readonly string[], faults: Diagnostic[]): readonly RegExp[] {
  return patterns.flatMap((pattern) => {
    try {
      return [nameGlob(pattern)];
    } catch (error) {
      if (!(error instanceof GlobError)) throw error;
      faults.push({ summary: `Invalid -${flag} pattern ${pattern}: ${error.message}`, detail: '' });
      return [];
    }
  });
}

function missed(summary: string, names: readonly string[]): Diagnostic {
  const detail = `Possible build names: [${names.join(' ')}].\nThese could also be matched with a glob pattern like: 'happycloud.*'`;
  return { severity: 'warning', summary, detail };
}
