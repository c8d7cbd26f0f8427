import { describe, expect, test } from 'vitest';
import { artifactOf } from '../../../src/builders/alicloud-ecs/artifact.ts';
import type { ImageFact } from '../../../src/builders/alicloud-ecs/facts.ts';
import { settings } from './settings.ts';

const image = (region: string, id: string): ImageFact => ({
  region,
  id,
  name: 'packer_basic',
  snapshots: [`s-${id}`],
});

describe('the artifact', () => {
  test('lists the images by region, in Packer’s words', () => {
    const artifact = artifactOf(settings({ target_image_family: 'web', tags: { app: 'web' } }), {
      image: image('cn-hangzhou', 'm-1'),
      copies: { images: [image('us-west-1', 'm-3'), image('cn-beijing', 'm-2')] },
      shared: { accounts: ['111'] },
    });
    expect(artifact.id).toBe('cn-beijing:m-2,cn-hangzhou:m-1,us-west-1:m-3');
    expect(artifact.text).toBe(
      'Alicloud images were created:\n\ncn-beijing: m-2\ncn-hangzhou: m-1\nus-west-1: m-3',
    );
    expect(artifact.images[1]).toEqual({
      region: 'cn-hangzhou',
      id: 'm-1',
      name: 'packer_basic',
      family: 'web',
      tags: { app: 'web' },
      snapshots: ['s-m-1'],
      shares: ['111'],
    });
    expect(artifact.images.map(({ family }) => family)).toEqual(['', 'web', '']);
  });
});
