import { describe, expect, it } from 'vitest';
import { at, type Cloud, listAt, type Params, startCloud, textAt } from './cloud.ts';
import { runInstance } from './fixtures.ts';

const run = { 'Tag.1.Key': 'run', 'Tag.1.Value': '7' };

function tagsOf(cloud: Cloud, given: Params): readonly unknown[] {
  const rows = listAt(cloud.call('Ecs.ListTagResources', given), 'TagResources.TagResource');
  return rows.map((row) => `${at(row, 'TagKey')}=${at(row, 'TagValue')}`);
}

describe('tags', () => {
  it('are set, replaced, listed and taken off', () => {
    const cloud = startCloud();
    const id = runInstance(cloud, run);
    const one = { ResourceType: 'instance', 'ResourceId.1': id };
    const more = { 'Tag.1.Key': 'run', 'Tag.1.Value': '8', 'Tag.2.Key': 'step', 'Tag.2.Value': 'vpc' };
    cloud.call('Ecs.TagResources', { ...one, ...more });
    expect(tagsOf(cloud, one)).toEqual(['run=8', 'step=vpc']);
    cloud.call('Ecs.UntagResources', { ...one, 'TagKey.1': 'step', 'TagKey.2': 'other' });
    expect(tagsOf(cloud, { ResourceType: 'Instance', ...run, 'Tag.1.Value': '' })).toEqual(['run=8']);
    cloud.call('Ecs.UntagResources', { ...one, All: true });
    expect(tagsOf(cloud, one)).toEqual([]);
  });

  it('are set on all resources of a call or on none', () => {
    const cloud = startCloud();
    const id = runInstance(cloud);
    const both = { ResourceType: 'instance', 'ResourceId.1': id, 'ResourceId.2': 'i-none', ...run };
    expect(cloud.refusal('Ecs.TagResources', both)).toBe('404 InvalidResourceId.NotFound');
    expect(tagsOf(cloud, { ResourceType: 'instance' })).toEqual([]);
  });

  it.each([
    [{ ResourceType: 'cat' }, '404 InvalidResourceType.NotFound'],
    [{ 'Tag.1.Key': 'aliyun-x' }, '400 InvalidTagKey.Malformed'],
    [{ 'Tag.1.Value': 'https://x' }, '400 InvalidTagValue.Malformed'],
    [{ 'Tag.2.Key': 'run' }, '400 Duplicate.TagKey'],
    [{ 'Tag.1.Key': '', 'Tag.1.Value': '' }, '400 MissingParameter'],
  ])('refuse %j', (given, refusal) => {
    const cloud = startCloud();
    const one = { ResourceType: 'instance', 'ResourceId.1': runInstance(cloud), ...run };
    expect(cloud.refusal('Ecs.TagResources', { ...one, ...given })).toBe(refusal);
  });

  it('filter every kind of resource, in the older lower-case form too', () => {
    const cloud = startCloud();
    runInstance(cloud, run);
    const lower = { 'Tag.1.key': 'run', 'Tag.1.value': '7' };
    for (const filter of [run, lower, { 'Tag.1.Key': 'run' }]) {
      expect(cloud.call('Ecs.DescribeInstances', filter)['TotalCount']).toBe(1);
      expect(cloud.call('Ecs.DescribeDisks', filter)['TotalCount']).toBe(1);
    }
    expect(cloud.call('Ecs.DescribeInstances', { ...run, 'Tag.1.Value': '8' })['TotalCount']).toBe(0);
  });

  it('are found late where the tag index lags, though the resource shows them', () => {
    const cloud = startCloud({ tagIndexLag: 5_000 });
    runInstance(cloud, run);
    const found = () => cloud.call('Ecs.DescribeInstances', run)['TotalCount'];
    const shown = cloud.call('Ecs.DescribeInstances');
    expect(textAt(shown, 'Instances.Instance.0.Tags.Tag.0.TagValue')).toBe('7');
    expect([found(), tagsOf(cloud, { ResourceType: 'instance' })]).toEqual([0, []]);
    cloud.pass(5_000);
    expect([found(), tagsOf(cloud, { ResourceType: 'instance' })]).toEqual([1, ['run=7']]);
  });

  it('of networks belong to the VPC product', () => {
    const cloud = startCloud();
    const VpcId = textAt(cloud.call('Vpc.CreateVpc'), 'VpcId');
    cloud.call('Vpc.TagResources', { ResourceType: 'VPC', 'ResourceId.1': VpcId, ...run });
    expect(cloud.call('Vpc.DescribeVpcs', run)['TotalCount']).toBe(1);
    const one = { ResourceType: 'VPC', 'ResourceId.1': VpcId };
    cloud.call('Vpc.UnTagResources', { ...one, 'TagKey.1': 'run' });
    expect(cloud.call('Vpc.DescribeVpcs', run)['TotalCount']).toBe(0);
    expect(cloud.refusal('Ecs.TagResources', { ...one, ...run })).toBe('404 InvalidResourceType.NotFound');
  });

  it('are counted by the older DescribeTags and removed by RemoveTags', () => {
    const cloud = startCloud();
    const id = runInstance(cloud, run);
    const counts = at(cloud.call('Ecs.DescribeTags'), 'Tags.Tag.0.ResourceTypeCount');
    expect(counts).toEqual({ Instance: 1, Disk: 1 });
    cloud.call('Ecs.RemoveTags', { ResourceType: 'instance', ResourceId: id });
    expect(tagsOf(cloud, { ResourceType: 'instance' })).toEqual([]);
  });
});
