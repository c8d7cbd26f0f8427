/** What a refusal means for the call that got it. */
export type Meaning =
  /** Not possible in this moment: the same call succeeds later. */
  | 'not-yet'
  /** Something made a moment ago is not visible yet where the service looks for it. */
  | 'not-seen'
  /** Not available in this zone, of this type or in this disk category: another choice may be. */
  | 'sold-out'
  /** The very thing that the call names is no more. */
  | 'gone'
  /** What the call asks for is so already, or on its way. */
  | 'done'
  | 'exists'
  | 'quota'
  | 'denied'
  | 'wrong';

/** Where it is known from. */
type Source =
  /** The error table of the action in the service's documentation. */
  | 'documentation'
  /** The retry lists of aliyun/terraform-provider-alicloud. */
  | 'terraform'
  /** The retry lists of Packer's Alibaba builder. */
  | 'packer'
  /** Reported by users in public issues. */
  | 'reports';

/** Codes that mean the same for an action; each stands for itself and for what follows it after a dot. */
export interface Row {
  readonly means: Meaning;
  readonly source: Source;
  readonly codes: readonly string[];
}

export interface ActionRefusals {
  /** Milliseconds for which 'not yet' is tried again. Unset: as long as any call is tried. */
  readonly within?: number;
  readonly rows: readonly Row[];
}

/** By product and action, `Ecs.CreateImage`. */
export type Refusals = Readonly<Record<string, ActionRefusals>>;

export const MINUTE = 60_000;

/** One row, written as a sentence: `row('not-yet', 'terraform', 'IncorrectVSwitchStatus')`. */
export function row(means: Meaning, source: Source, ...codes: readonly string[]): Row {
  return { means, source, codes };
}
