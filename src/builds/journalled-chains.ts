import type { Artifact, BuildScope } from '../builders/builder.ts';
import { eventError } from '../engine/event-error.ts';
import type { Journal } from '../engine/journal.ts';
import { partJournal } from '../engine/part-journal.ts';
import type { Unsigned } from '../engine/step.ts';
import type { BuildEvent } from '../events/event.ts';
import { discardFiles } from '../files/discard-files.ts';
import { type ChainMember, stepOf } from '../post-processors/chain.ts';
import type { PostProcessScope } from '../post-processors/post-processor.ts';
import type { ChainRunner, Made } from '../post-processors/run-chains.ts';
import type { LoadedBuild } from './load-builds.ts';

/** The step under which a journal keeps what the builder made, once all of it is there. */
export const ARTIFACT_STEP = 'artifact';

/** What stands in the journal for a post-processor that is done; `maker` is a place, or empty for the builder. */
interface MemberFact {
  readonly artifact: Artifact | null;
  readonly maker: string;
}

/** Runs post-processors one by one, each a step of the run: what has finished is not run again when it is taken up. */
export function journalledRunner(build: LoadedBuild, scope: BuildScope, keepsAll: boolean): ChainRunner {
  return new JournalledRunner(build, scope, keepsAll);
}

/** The run as one post-processor sees it that makes things by steps of its own. */
export function runOf(scope: BuildScope, { place, kind }: Pick<ChainMember, 'place' | 'kind'>): BuildScope {
  const by = kind.type;
  return {
    ...scope,
    journal: partJournal(scope.journal, `import:${place}:`),
    control: undefined,
    emit: (event) => scope.emit(event.type === 'note' ? { ...event, by } : event),
  };
}

/** From here on nothing counts as built or post-processed. */
export function forgetArtifact(journal: Journal): void {
  for (const [step, { status }] of journal.state.steps)
    if ((step === ARTIFACT_STEP || step.startsWith('post-process:')) && status !== 'undone')
      journal.write({ type: 'undone', step });
}

/** From this place on, the post-processors are wanted once more. */
export function forgetFrom(journal: Journal, first: string, members: readonly ChainMember[]): void {
  const places = members.map(stepOf);
  const begin = places.indexOf(first);
  for (const step of begin < 0 ? [] : places.slice(begin))
    if (journal.state.steps.has(step)) journal.write({ type: 'undone', step });
}

class JournalledRunner implements ChainRunner {
  readonly keepsAll: boolean;
  readonly #build: LoadedBuild;
  readonly #scope: BuildScope;

  constructor(build: LoadedBuild, scope: BuildScope, keepsAll: boolean) {
    this.#build = build;
    this.#scope = scope;
    this.keepsAll = keepsAll;
  }

  get signal(): AbortSignal {
    return this.#scope.signal;
  }

  async run(member: ChainMember, input: Made): Promise<Made | undefined> {
    const step = stepOf(member);
    const before = this.#scope.journal.state.steps.get(step);
    if (before?.status !== 'done') return this.#run(member, input);
    const { place, kind } = member;
    this.#say(`Post-processor ${place} (${kind.type}) has run already: not run again.`);
    const { artifact, maker } = before.fact as MemberFact;
    return artifact === null ? undefined : { artifact, maker: this.#member(maker) };
  }

  async #run(member: ChainMember, input: Made): Promise<Made | undefined> {
    const { journal } = this.#scope;
    const step = stepOf(member);
    const { name, kind, prepared } = member;
    const alias = name === kind.type ? '' : ` (type ${kind.type})`;
    journal.write({ type: 'started', step });
    this.#say(`Running post-processor: ${name}${alias}`);
    try {
      const artifact = await prepared.run(input.artifact, this.#scopeOf(member, input.artifact));
      const made = { artifact, maker: artifact === input.artifact ? input.maker : member };
      const fact: MemberFact = { artifact: artifact ?? null, maker: made.maker?.place ?? '' };
      journal.write({ type: 'done', step, fact });
      return artifact === undefined ? undefined : { artifact, maker: made.maker };
    } catch (error) {
      const { code, message } = eventError(error);
      journal.write({ type: 'failed', step, code, message });
      throw error;
    }
  }

  discardInput(member: ChainMember, { artifact, maker }: Made): Promise<void> {
    return this.#once(stepOf(member), () => this.#discard(artifact, maker));
  }

  async discardBuilt(built: Artifact, failed: boolean): Promise<void> {
    // Noted before: with the artifact gone, a run that is taken up has to build it again.
    if (failed) forgetArtifact(this.#scope.journal);
    if (failed) await this.#discard(built, undefined);
    else await this.#once(ARTIFACT_STEP, () => this.#discard(built, undefined));
  }

  /** What has been removed may have been made anew by something else since; it is not removed twice. */
  async #once(step: string, remove: () => Promise<void>): Promise<void> {
    const { journal } = this.#scope;
    if (journal.state.steps.get(step)?.parts.get(1)?.state === 'done') return;
    await remove();
    journal.write({ type: 'part', step, part: 1, kind: 'removal of the input', digest: '', state: 'done' });
  }

  async #discard(artifact: Artifact, maker: ChainMember | undefined): Promise<void> {
    if (maker === undefined) await this.#build.prepared.discard?.(this.#scope, artifact);
    else if (maker.prepared.discard === undefined) await discardFiles(artifact);
    else await maker.prepared.discard(artifact, runOf(this.#scope, maker));
  }

  #member(place: string): ChainMember | undefined {
    return this.#build.chains.flat().find((member) => member.place === place);
  }

  #scopeOf({ kind, ...member }: ChainMember, input: Artifact): PostProcessScope {
    const { signal, journal } = this.#scope;
    const { ownName, type, postProcessing } = this.#build;
    const by = kind.type;
    return {
      signal,
      ...postProcessing,
      buildName: ownName,
      builderType: type,
      data: input.data ?? {},
      run: runOf(this.#scope, { place: member.place, kind }),
      again: (journal.state.steps.get(stepOf(member))?.tries ?? 0) > 1,
      note: (level, text) => this.#emit({ type: 'note', level, text, by }),
      output: (stream, line) => this.#emit({ type: 'output', stream, line, by }),
    };
  }

  #say(text: string): void {
    this.#emit({ type: 'note', level: 'say', text });
  }

  #emit(event: Unsigned<BuildEvent>): void {
    this.#scope.emit({ ...event, build: this.#scope.buildName } as BuildEvent);
  }
}
