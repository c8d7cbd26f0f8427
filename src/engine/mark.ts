import { createHash } from 'node:crypto';

/** What makes a created thing findable after a crash: asked for again it is the same, and it carries our tags. */
export interface Mark {
  /** ClientToken: at most 64 ASCII characters, the same for the same run, step, key and attempt. */
  readonly token: string;
  readonly tags: Readonly<Record<string, string>>;
}

export const RUN_TAG = 'ecs-imagebuild:run';
const STEP_TAG = 'ecs-imagebuild:step';

interface MarkParts {
  readonly runId: string;
  readonly step: string;
  /** Tells several things of one step apart; empty for the only one. */
  readonly key: string;
  /** Grows when an earlier thing is known to be gone, so that the service does not answer with its id again. */
  readonly attempt: number;
}

/**
 * Whether a row carries all these tags itself; an empty value means any. A filter in a request proves nothing: a gateway
 * or mock may ignore it. A row that shows no tags is nobody's.
 */
export function carries({ tags }: Pick<Marked, 'tags'>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) =>
    value === '' ? Object.hasOwn(tags, key) : tags[key] === value,
  );
}

/** A thing of the cloud as a list shows it. */
export interface Marked {
  readonly id: string;
  /** Empty where the answer tells none. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The mark of one thing of one step of one run. */
export function markOf({ runId, step, key, attempt }: MarkParts): Mark {
  const digest = createHash('sha256')
    .update(JSON.stringify([runId, step, key, attempt]))
    .digest('hex');
  const name = key === '' ? step : `${step}/${key}`;
  return { token: digest.slice(0, 48), tags: { [RUN_TAG]: runId, [STEP_TAG]: name } };
}
