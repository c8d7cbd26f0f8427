import type { Credentials } from './keys.ts';
import { metadataOf } from './metadata.ts';
import { metadataRole } from './metadata-role.ts';
import type { AccessSurroundings } from './surroundings.ts';

/** The role of the ECS instance that this program runs on, asked for as the environment says. */
export function instanceRole(role: string, { env, metadataUrl, clock }: AccessSurroundings): Credentials {
  return metadataRole({ role, ...metadataOf(env, metadataUrl), ...(clock && { clock }) });
}
