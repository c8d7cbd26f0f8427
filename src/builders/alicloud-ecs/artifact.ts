import type { EventArtifact } from '../../events/event.ts';
import type { EcsConfig } from './config.ts';
import type { Facts } from './facts.ts';
import { copyPlans } from './images/image-names.ts';

/** What a build leaves, in Packer's words: `REGION:ID` of every image, sorted by region. */
export function artifactOf(
  config: EcsConfig,
  { image, copies, shared }: Pick<Facts, 'image' | 'copies' | 'shared'>,
): EventArtifact {
  const images = [image, ...copies.images].toSorted((a, b) => (a.region < b.region ? -1 : 1));
  const families = new Map(copyPlans(config).map(({ region, family }) => [region, family]));
  const lines = images.map(({ region, id }) => `${region}: ${id}`);
  return {
    builderId: 'alibaba.alicloud',
    id: images.map(({ region, id }) => `${region}:${id}`).join(','),
    text: `Alicloud images were created:\n\n${lines.join('\n')}`,
    files: [],
    images: images.map(({ region, id, name, snapshots }) => ({
      region,
      id,
      name,
      family: region === config.region ? config.target_image_family : (families.get(region) ?? ''),
      tags: config.tags,
      snapshots,
      shares: shared.accounts,
    })),
  };
}
