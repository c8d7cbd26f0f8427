import type { Clock } from '../../../wire/clock.ts';

/** What credentials are looked up with, besides a template. */
export interface AccessSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One base URL for every product; STS is reached there too. */
  readonly endpointUrl?: string | undefined;
  /** Base URL of the metadata service; default ECS_IMAGEBUILD_METADATA_URL, then the real one. */
  readonly metadataUrl?: string | undefined;
  /** What was decided when a run began: it counts more than all that is said now. */
  readonly before?:
    | { readonly region: string; readonly endpoint: string; readonly profile: string }
    | undefined;
  /** The region where nobody names one; none: that is refused. */
  readonly otherwise?: string | undefined;
  readonly clock?: Clock | undefined;
  /** Hears of every secret before it is used, so that no output shows it. */
  hide?(secrets: readonly string[]): void;
}
