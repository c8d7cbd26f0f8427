import type { Credentials } from './keys.ts';
import { metadataAddress, metadataRole } from './metadata-role.ts';
import type { AccessSurroundings } from './surroundings.ts';

/** The role of the ECS instance that this program runs on, asked for as the environment says. */
export function instanceRole(role: string, { env, metadataUrl, pace }: AccessSurroundings): Credentials {
  return metadataRole({
    role,
    address: metadataUrl || env['ECS_IMAGEBUILD_METADATA_URL'] || metadataAddress,
    disabled: env['ALIBABA_CLOUD_ECS_METADATA_DISABLED']?.toLowerCase() === 'true',
    tokenOnly: env['ALIBABA_CLOUD_IMDSV1_DISABLED']?.toLowerCase() === 'true',
    pace: pace ?? 1,
  });
}
