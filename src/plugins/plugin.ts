import type { Communicator } from '../communicators/communicator.ts';
import type { PostProcessScope } from '../post-processors/post-processor.ts';
import type { ProvisionScope } from '../provisioners/provisioner.ts';
import type { Decoded, Fields } from '../template/schema/field.ts';

/** The version of this interface; a package made for another one is refused. */
export const PLUGIN_API = 1;

/**
 * What a plug-in package exports as `plugin`. Plain data and functions, so that it needs nothing of this program at run
 * time. Components are named in templates as `npm:PACKAGE/NAME`, or by NAME alone where `ecs-imagebuild.json` lists the package.
 */
export interface Plugin {
  readonly apiVersion: number;
  readonly provisioners?: Readonly<Record<string, ProvisionerPlugin>>;
  readonly postProcessors?: Readonly<Record<string, PostProcessorPlugin>>;
  readonly builders?: Readonly<Record<string, BuilderPlugin>>;
  /** Functions of the template language; `{{name "argument"}}`. Only of packages that `ecs-imagebuild.json` lists. */
  readonly functions?: Readonly<Record<string, FunctionPlugin>>;
}

/** What all components have in common: their settings, as a table. */
export interface ComponentPlugin<F extends Fields> {
  /** One row a setting: decoding, unknown keys, documentation and completion come from it. */
  readonly fields: F;
  /** Settings that are rendered only when the component does so, with data that a running build knows. */
  readonly late?: readonly string[];
  /** Gives what is wrong with decoded settings, one sentence each. Nothing has been made yet, and nothing may be. */
  prepare?(config: Decoded<F>, about: BuildFacts): readonly string[] | undefined;
}

interface BuildFacts {
  readonly buildName: string;
  readonly builderType: string;
}

/** Renders a text with generated data and `more`. */
export interface Rendering {
  render(text: string, more?: Readonly<Record<string, string>>): string;
}

export interface ProvisionerPlugin<F extends Fields = Fields> extends ComponentPlugin<F> {
  /** Ends early when `scope.signal` says so. What it throws fails the build, by its message. */
  run(config: Decoded<F>, scope: ProvisionScope & Rendering): Promise<void>;
}

export interface PostProcessorPlugin<F extends Fields = Fields> extends ComponentPlugin<F> {
  /** Whether its input stays where the template does not say. */
  readonly keepsInput: boolean;
  /** Its input stays even where the template says `"keep_input_artifact": false`. */
  readonly insists?: boolean;
  /** Gives the new artifact, the same one, or nothing, which ends the chain. Run again after a crash: `scope.again`. */
  run(
    artifact: PluginInput,
    config: Decoded<F>,
    scope: PostProcessScope & Rendering,
  ): Promise<PluginArtifact | undefined>;
  /** Removes what it made; gone already is success. Without it the artifact's files are removed. */
  discard?(artifact: PluginInput, config: Decoded<F>): Promise<void>;
}

export interface BuilderPlugin<F extends Fields = Fields> extends ComponentPlugin<F> {
  /** Makes something, provisions it by `scope.provision`, and gives the artifact. Undoes itself what a failure leaves. */
  run(config: Decoded<F>, scope: BuilderPluginScope & Rendering): Promise<PluginArtifact>;
  /** Removes the artifact when post-processing does not keep it. Without it the artifact's files are removed. */
  discard?(artifact: PluginInput, config: Decoded<F>): Promise<void>;
}

export interface BuilderPluginScope extends BuildFacts {
  readonly runId: string;
  /** Folder of this run, mode 0700. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** `-force`: delete what stands in the way. */
  readonly force: boolean;
  note(level: 'say' | 'message' | 'error', text: string): void;
  /** Runs the template's provisioners; without a communicator those that need no guest. */
  provision(communicator?: Communicator, data?: Readonly<Record<string, string>>): Promise<void>;
}

/** An artifact as it comes in. */
export interface PluginInput {
  readonly builderId: string;
  readonly id: string;
  readonly text: string;
  readonly files: readonly string[];
}

/** An artifact as a plug-in gives it; all of it plain JSON without secrets, as it stands in the run's journal. */
export interface PluginArtifact {
  /** Default: empty. */
  readonly id?: string;
  /** What is printed at the end. */
  readonly text: string;
  readonly files?: readonly string[];
  /** Values for `{{build "KEY"}}` of post-processors. */
  readonly data?: Readonly<Record<string, string>>;
}

export interface FunctionPlugin {
  /** Names of its parameters, all of them strings. */
  readonly parameters: readonly string[];
  readonly doc: string;
  /** Called once for each set of arguments in a run, before anything is made. */
  call(...args: readonly string[]): string | Promise<string>;
}
