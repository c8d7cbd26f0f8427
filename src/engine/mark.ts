import { createHash } from 'node:crypto';

/** What makes a created thing findable after a crash: asked for again it is the same, and it carries our tags. */
export interface Mark {
  /** ClientToken: at most 64 ASCII characters, the same for the same run, step and attempt. */
  readonly token: string;
  readonly tags: Readonly<Record<string, string>>;
}

export const RUN_TAG = 'ecs-imagebuild:run';
export const STEP_TAG = 'ecs-imagebuild:step';

/** The mark of one step of one run. `attempt` grows when an earlier thing of this step is known to be gone. */
export function mark(runId: string, step: string, attempt: number): Mark {
  const digest = createHash('sha256').update(`${runId}\n${step}\n${attempt}`).digest('hex');
  return { token: digest.slice(0, 48), tags: { [RUN_TAG]: runId, [STEP_TAG]: step } };
}
