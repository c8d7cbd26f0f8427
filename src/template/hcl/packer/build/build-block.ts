import type { Json } from '../../../model/template.ts';
import type { Range } from '../../syntax/source.ts';
import type { SettingsBody } from './decode-settings.ts';

/** A `build` block. Settings of its components are not looked into yet. */
export interface BuildBlock {
  /** Empty where it has none. */
  readonly name: string;
  readonly description: string;
  readonly sources: readonly SourceUse[];
  readonly provisioners: readonly ProvisionerBlock[];
  readonly cleanup: ProvisionerBlock | undefined;
  /** Chains of post-processors. */
  readonly chains: readonly (readonly PostProcessorBlock[])[];
  /** It speaks of HCP, where nothing is sent. */
  readonly hasRegistry: boolean;
  readonly range: Range;
}

/** A source that a build names, with what the build adds to it. */
export interface SourceUse {
  readonly type: string;
  /** Of the `source` block. */
  readonly sourceName: string;
  /** The same, unless the build gives another one. */
  readonly name: string;
  readonly own: SettingsBody | undefined;
}

export interface Component {
  readonly type: string;
  /** Empty where it has none. */
  readonly name: string;
  readonly only: readonly string[];
  readonly except: readonly string[];
  readonly body: SettingsBody;
  readonly range: Range;
}

export interface ProvisionerBlock extends Component {
  /** By the name of a source. */
  readonly override: ReadonlyMap<string, Json>;
  /** Milliseconds; 0 when unset. */
  readonly pauseBefore: number;
  readonly timeout: number;
  readonly maxRetries: number;
  readonly continueOnError: boolean;
}

export interface PostProcessorBlock extends Component {
  readonly keepInputArtifact: boolean | undefined;
}

/** Whether a component is meant for a source: names are `TYPE.NAME`, whole. */
export function runsFor(
  { only, except }: Pick<Component, 'only' | 'except'>,
  { type, name }: SourceUse,
): boolean {
  const full = `${type}.${name}`;
  return only.length > 0 ? only.includes(full) : !except.includes(full);
}

/** The name of a build in all output, and that `-only` and `-except` match. */
export function buildName({ name: build }: Pick<BuildBlock, 'name'>, { type, name }: SourceUse): string {
  return build === '' ? `${type}.${name}` : `${build}.${type}.${name}`;
}
