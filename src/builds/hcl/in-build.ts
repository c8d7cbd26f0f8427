import { isBuildError } from '../../errors/build-error.ts';
import type { ChainMember } from '../../post-processors/chain.ts';
import type { PostProcessorType, PreparedPostProcessor } from '../../post-processors/post-processor.ts';
import { findPostProcessor, postProcessorType } from '../../post-processors/registry.ts';
import type { PlannedProvisioner } from '../../provisioners/prepare-provisioners.ts';
import type { PreparedProvisioner, ProvisionerType } from '../../provisioners/provisioner.ts';
import { provisionerType } from '../../provisioners/registry.ts';
import type { RenderContext } from '../../template/go/context.ts';
import {
  type Component,
  type PostProcessorBlock,
  type ProvisionerBlock,
  runsFor,
} from '../../template/hcl/packer/build/build-block.ts';
import { isObject } from '../../template/model/go-value.ts';
import type { JsonObject } from '../../template/model/template.ts';
import { renderedSettings, secretsIn } from '../rendered-settings.ts';
import type { ShownParts } from '../resolved-template.ts';
import { failedPreparing, namesInBuild } from './build-names.ts';
import type { Attempted, ComponentAttempts } from './component-attempts.ts';
import type { DeclaredBuild } from './declared-builds.ts';
import type { HclAround } from './prepare-hcl-build.ts';
import { settingsAtRun } from './settings-at-run.ts';

/** What comes after the builder in one build. */
export class InBuild {
  readonly secrets: string[] = [];
  readonly shownProvisioners: ShownParts['provisioners'][number][] = [];
  readonly shownPostProcessors: ShownParts['postProcessors'][number][] = [];
  readonly #declared: DeclaredBuild;
  readonly #around: HclAround & { readonly inGuest: RenderContext };
  readonly #attempts: ComponentAttempts;
  #count = 0;

  constructor(
    declared: DeclaredBuild,
    around: HclAround & { readonly inGuest: RenderContext },
    attempts: ComponentAttempts,
  ) {
    this.#declared = declared;
    this.#around = around;
    this.#attempts = attempts;
  }

  async provisioners(blocks: readonly ProvisionerBlock[]): Promise<readonly PlannedProvisioner[]> {
    const planned: PlannedProvisioner[] = [];
    for (const block of blocks) {
      const one = await this.#provisioner(block);
      if (one !== undefined) planned.push(one);
    }
    return planned;
  }

  /** Those that are meant for this source; one that `-except` names ends its chain. */
  async chains(
    chains: readonly (readonly PostProcessorBlock[])[],
  ): Promise<readonly (readonly ChainMember[])[]> {
    const members: (readonly ChainMember[])[] = [];
    for (const [index, chain] of chains.entries()) {
      const end = chain.findIndex((one) => this.#around.drops(one));
      const own = [...chain.entries()].filter(
        ([at, one]) => (end < 0 || at < end) && runsFor(one, this.#declared.use),
      );
      const prepared: ChainMember[] = [];
      for (const [at, block] of own) {
        const member = await this.#postProcessor(block, `${index + 1}.${at + 1}`);
        if (member !== undefined) prepared.push(member);
      }
      if (prepared.length > 0) members.push(prepared);
    }
    return members;
  }

  #names(data?: Readonly<Record<string, string>>) {
    const { use, build } = this.#declared;
    return namesInBuild(use, build.name, data);
  }

  #attempted(kind: string, block: Component, around: Pick<Attempted, 'fields' | 'override'>): Attempted {
    this.#count += 1;
    const place = `${this.#declared.name} ${kind} ${this.#count}`;
    const component = `${kind} ${block.type}`;
    const scope = this.#around.evaluation.scope(place, this.#names());
    return {
      ...around,
      bodies: [block.body],
      scope,
      range: block.range,
      component,
      heading: failedPreparing(kind, block),
    };
  }

  async #provisioner(block: ProvisionerBlock): Promise<PlannedProvisioner | undefined> {
    const { plugins, types, inGuest, shown } = this.#around;
    const { use } = this.#declared;
    const override = block.override.get(use.name);
    const type = await this.#type<ProvisionerType>('provisioner', block, () =>
      provisionerType(types.real(block.type), plugins),
    );
    if (type === undefined) return undefined;
    const { fields } = type;
    const attempted = this.#attempted('provisioner', block, { fields, override });
    const prepared = await this.#attempts.one(attempted, (settings) => {
      this.secrets.push(...secretsIn(settings, fields));
      if (isObject(override)) this.secrets.push(...secretsIn(override, fields));
      const own = override === undefined ? {} : { [use.name]: override };
      this.shownProvisioners.push({
        type: type.type,
        fields,
        settings: renderedSettings(settings, shown),
        override: block.override,
        overrides: own,
      });
      const make = (given: JsonObject) =>
        type.prepare(override === undefined ? [given] : [given, override], inGuest);
      return this.#again(make(settings), { settings, attempted, make });
    });
    if (prepared === undefined) return undefined;
    this.secrets.push(...(prepared.secrets ?? []));
    const { pauseBefore, timeout, maxRetries, continueOnError } = block;
    return { provisioner: prepared, pauseBefore, timeout, maxRetries, continueOnError, limitsPaused: true };
  }

  /** Runs it with the settings that it has once the machine is known. */
  #again(
    prepared: PreparedProvisioner,
    { settings, attempted, make }: Making<PreparedProvisioner>,
  ): PreparedProvisioner {
    return {
      ...prepared,
      run: (scope) => {
        const now = settingsAtRun(attempted, this.#names(scope.data));
        return inLaterWords((same(now, settings) ? prepared : make(now)).run(scope));
      },
    };
  }

  async #postProcessor(block: PostProcessorBlock, place: string): Promise<ChainMember | undefined> {
    const { plugins, types, inGuest, shown, options } = this.#around;
    const type = await this.#type<PostProcessorType | undefined>('post-processor', block, async () => {
      const real = types.real(block.type);
      await findPostProcessor(
        { type: real, name: block.name === '' ? real : block.name },
        options.runnable,
        plugins,
      );
      return postProcessorType(real, plugins);
    });
    if (type === undefined) return undefined;
    const { fields } = type;
    const attempted = this.#attempted('post-processor', block, { fields });
    const prepared = await this.#attempts.one(attempted, (settings) => {
      this.secrets.push(...secretsIn(settings, fields));
      const { name, keepInputArtifact } = block;
      this.shownPostProcessors.push({
        place,
        type: type.type,
        name,
        keepInputArtifact,
        fields,
        settings: renderedSettings(settings, shown),
      });
      const { env, force, site, keys } = options;
      const make = (given: JsonObject) => type.prepare(given, inGuest, { env, force, site, keys });
      const first = make(settings);
      const again: PreparedPostProcessor = {
        ...first,
        run: (input, scope) => {
          const now = settingsAtRun(attempted, this.#names(scope.data));
          return inLaterWords((same(now, settings) ? first : make(now)).run(input, scope));
        },
      };
      return again;
    });
    if (prepared === undefined) return undefined;
    this.secrets.push(...(prepared.secrets ?? []));
    return { place, name: block.name, kind: type, keepInput: block.keepInputArtifact, prepared };
  }

  /** The type of a component; whether there is one, an npm package may tell only when it is loaded. */
  #type<T>(kind: string, block: Component, load: () => Promise<T>): Promise<T | undefined> {
    const attempted = this.#attempted(kind, block, { fields: {} });
    this.#count -= 1;
    return this.#attempts.one({ ...attempted, bodies: [] }, load);
  }
}

interface Making<T> {
  readonly settings: JsonObject;
  readonly attempted: Attempted;
  make(settings: JsonObject): T;
}

function same(one: JsonObject, other: JsonObject): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Packer puts a blank there since it reads HCL2. */
async function inLaterWords<T>(running: Promise<T>): Promise<T> {
  try {
    return await running;
  } catch (error) {
    if (!isBuildError(error)) throw error;
    throw error.with({ message: error.message.replace(/(status: -?\d+\.)(?=Allowed)/, '$1 '), cause: error });
  }
}
