import type { BuilderType } from '../builders/builder.ts';
import type { PostProcessorType } from '../post-processors/post-processor.ts';
import type { ProvisionerType } from '../provisioners/provisioner.ts';

/** Where components come from that this program does not bring along. */
export interface ComponentSource {
  builder(type: string): Promise<BuilderType | undefined>;
  provisioner(type: string): Promise<ProvisionerType | undefined>;
  postProcessor(type: string): Promise<PostProcessorType | undefined>;
  /** Names that need no `npm:` before them. */
  readonly names: readonly string[];
}
