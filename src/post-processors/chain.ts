import type { PostProcessorType, PreparedPostProcessor } from './post-processor.ts';

/** A post-processor in its place. */
export interface ChainMember {
  /** Chain and place in it, from 1: `2.1`. */
  readonly place: string;
  /** What `-except` calls it. */
  readonly name: string;
  readonly kind: Pick<PostProcessorType, 'type' | 'keepsInput' | 'insists'>;
  /** What the template says about its input. */
  readonly keepInput: boolean | undefined;
  readonly prepared: PreparedPostProcessor;
}

export type Chain = readonly ChainMember[];

/** The name that it has as a step of the run. */
export function stepOf({ place }: Pick<ChainMember, 'place'>): string {
  return `post-process:${place}`;
}

/** Whether what it was given stays. */
export function keepsInput({ kind, keepInput }: ChainMember): boolean {
  if (keepInput === undefined) return kind.keepsInput;
  return keepInput || (kind.keepsInput && kind.insists === true);
}
