import { describe, expect, it } from 'vitest';
import { at, home, startCloud, textAt } from './cloud.ts';
import { instanceIn, instanceStatus, network, runInstance } from './fixtures.ts';

const realistic = { latency: 'realistic' };
const release = (minutes: number) =>
  `${new Date(Date.UTC(2026, 0, 31, 8, minutes)).toISOString().slice(0, 19)}Z`;

describe('the life of an instance', () => {
  it('runs by itself after RunInstances', () => {
    const cloud = startCloud(realistic);
    const id = runInstance(cloud);
    expect(instanceStatus(cloud, id)).toBe('Pending');
    cloud.pass(6_000);
    expect(instanceStatus(cloud, id)).toBe('Starting');
    cloud.pass(12_000);
    expect(instanceStatus(cloud, id)).toBe('Running');
  });

  it('is Stopped after CreateInstance', () => {
    const cloud = startCloud(realistic);
    const id = textAt(cloud.call('Ecs.CreateInstance', instanceIn(network(cloud))), 'InstanceId');
    expect(instanceStatus(cloud, id)).toBe('Pending');
    cloud.pass(6_000);
    expect(instanceStatus(cloud, id)).toBe('Stopped');
  });

  it('stops, starts and reboots through the states between', () => {
    const cloud = startCloud(realistic);
    const InstanceId = runInstance(cloud);
    cloud.pass(60_000);
    cloud.call('Ecs.StopInstance', { InstanceId });
    expect(instanceStatus(cloud, InstanceId)).toBe('Stopping');
    expect(cloud.refusal('Ecs.StartInstance', { InstanceId })).toBe('403 IncorrectInstanceStatus');
    cloud.pass(12_000);
    expect(instanceStatus(cloud, InstanceId)).toBe('Stopped');
    expect(cloud.refusal('Ecs.StopInstance', { InstanceId })).toBe('403 IncorrectInstanceStatus');
    cloud.call('Ecs.StartInstance', { InstanceId });
    expect(instanceStatus(cloud, InstanceId)).toBe('Starting');
    cloud.pass(12_000);
    cloud.call('Ecs.RebootInstance', { InstanceId });
    expect(instanceStatus(cloud, InstanceId)).toBe('Stopping');
    cloud.pass(12_000);
    expect(instanceStatus(cloud, InstanceId)).toBe('Starting');
    cloud.pass(12_000);
    expect(instanceStatus(cloud, InstanceId)).toBe('Running');
  });

  it('is not deleted while initialising, or while running without force', () => {
    const cloud = startCloud(realistic);
    const InstanceId = runInstance(cloud);
    const call = 'Ecs.DeleteInstance';
    expect(cloud.refusal(call, { InstanceId, Force: true })).toBe('403 IncorrectInstanceStatus.Initializing');
    cloud.pass(60_000);
    expect(cloud.refusal(call, { InstanceId })).toBe('403 IncorrectInstanceStatus');
    cloud.call(call, { InstanceId, Force: true });
    expect(instanceStatus(cloud, InstanceId)).toBe('Stopping');
    cloud.pass(3_000);
    expect(instanceStatus(cloud, InstanceId)).toBe('gone');
    expect(cloud.refusal(call, { InstanceId })).toBe('404 InvalidInstanceId.NotFound');
  });

  it('is gone when deleted while starting, and never runs after that', () => {
    const cloud = startCloud(realistic);
    const InstanceId = runInstance(cloud);
    cloud.pass(7_000);
    cloud.call('Ecs.DeleteInstance', { InstanceId, Force: true });
    cloud.pass(60_000);
    expect(instanceStatus(cloud, InstanceId)).toBe('gone');
  });

  it('keeps data disks that are not to be deleted with it, which can be deleted then', () => {
    const cloud = startCloud();
    const InstanceId = runInstance(cloud, { 'DataDisk.1.Size': 30, 'DataDisk.1.DeleteWithInstance': false });
    cloud.call('Ecs.DeleteInstance', { InstanceId, Force: true });
    const disks = cloud.call('Ecs.DescribeDisks');
    const disk = [at(disks, 'TotalCount'), at(disks, 'Disks.Disk.0.Type'), at(disks, 'Disks.Disk.0.Status')];
    expect(disk).toEqual([1, 'data', 'Available']);
    cloud.call('Ecs.DeleteDisk', { DiskId: textAt(disks, 'Disks.Disk.0.DiskId') });
    expect(at(cloud.call('Ecs.DescribeDisks'), 'TotalCount')).toBe(0);
  });

  it('is protected by DeletionProtection until that is taken back', () => {
    const cloud = startCloud();
    const InstanceId = runInstance(cloud, { DeletionProtection: true });
    const force = { InstanceId, Force: true };
    expect(cloud.refusal('Ecs.DeleteInstance', force)).toBe('403 InvalidOperation.DeletionProtection');
    cloud.call('Ecs.ModifyInstanceAttribute', { InstanceId, DeletionProtection: false });
    cloud.call('Ecs.DeleteInstance', force);
  });
});

describe('auto release', () => {
  it('deletes the instance when its time comes', () => {
    const cloud = startCloud();
    const id = runInstance(cloud, { AutoReleaseTime: release(90) });
    cloud.pass(80 * 60_000);
    expect(instanceStatus(cloud, id)).toBe('Running');
    cloud.pass(10 * 60_000);
    expect(instanceStatus(cloud, id)).toBe('gone');
  });

  it('can be put off and called off', () => {
    const cloud = startCloud();
    const InstanceId = runInstance(cloud, { AutoReleaseTime: release(60) });
    cloud.call('Ecs.ModifyInstanceAutoReleaseTime', { InstanceId, AutoReleaseTime: release(120) });
    cloud.pass(90 * 60_000);
    expect(instanceStatus(cloud, InstanceId)).toBe('Running');
    cloud.call('Ecs.ModifyInstanceAutoReleaseTime', { InstanceId, AutoReleaseTime: '' });
    cloud.pass(90 * 60_000);
    expect(instanceStatus(cloud, InstanceId)).toBe('Running');
  });

  it('must be half an hour ahead', () => {
    const cloud = startCloud();
    const InstanceId = runInstance(cloud);
    for (const AutoReleaseTime of [release(20), 'tomorrow']) {
      expect(cloud.refusal('Ecs.ModifyInstanceAutoReleaseTime', { InstanceId, AutoReleaseTime })).toBe(
        '400 InvalidAutoReleaseTime.Malformed',
      );
    }
  });
});

describe('queries of instances', () => {
  it('finds nothing for an empty list of ids, and nothing in another region', () => {
    const cloud = startCloud();
    const id = runInstance(cloud);
    expect(cloud.call('Ecs.DescribeInstances', { InstanceIds: '[]' })['TotalCount']).toBe(0);
    const elsewhere = { InstanceIds: JSON.stringify([id]), RegionId: 'cn-beijing' };
    expect(cloud.call('Ecs.DescribeInstances', elsewhere)['TotalCount']).toBe(0);
  });

  it('pages by number and by token', () => {
    const cloud = startCloud();
    runInstance(cloud, { Amount: 25, InstanceName: 'many', UniqueSuffix: true });
    const third = cloud.call('Ecs.DescribeInstances', { PageNumber: 3 });
    expect([third['TotalCount'], at(third, 'Instances.Instance.length')]).toEqual([25, 5]);
    expect(at(third, 'Instances.Instance.4.InstanceName')).toBe('many001');
    const first = cloud.call('Ecs.DescribeInstances', { MaxResults: 20 });
    const NextToken = textAt(first, 'NextToken');
    const rest = cloud.call('Ecs.DescribeInstances', { MaxResults: 20, NextToken });
    expect([at(rest, 'Instances.Instance.length'), rest['NextToken']]).toEqual([5, '']);
    expect(cloud.refusal('Ecs.DescribeInstances', { PageSize: 101 })).toBe('400 InvalidParameter');
  });

  it('gives addresses on loopback: private always, public with bandwidth', () => {
    const cloud = startCloud();
    const place = network(cloud);
    runInstance(cloud, { InternetMaxBandwidthOut: 5 }, place);
    const instance = at(cloud.call('Ecs.DescribeInstances'), 'Instances.Instance.0');
    const addresses = [
      textAt(instance, 'VpcAttributes.PrivateIpAddress.IpAddress.0'),
      textAt(instance, 'PublicIpAddress.IpAddress.0'),
    ];
    for (const address of addresses) expect(address).toMatch(/^127\.\d+\.\d+\.\d+$/);
    expect(new Set(addresses).size).toBe(2);
    expect(at(instance, 'RegionId')).toBe(home);
  });

  it('allocates a public address only with bandwidth, and once', () => {
    const cloud = startCloud();
    const place = network(cloud);
    const none = runInstance(cloud, {}, place);
    const call = 'Ecs.AllocatePublicIpAddress';
    expect(cloud.refusal(call, { InstanceId: none })).toBe('400 AllocateIpInvalidInstanceBandwidth');
    const launch = instanceIn(place, { InternetMaxBandwidthOut: 1 });
    const InstanceId = textAt(cloud.call('Ecs.CreateInstance', launch), 'InstanceId');
    expect(textAt(cloud.call(call, { InstanceId }), 'IpAddress')).toMatch(/^127\./);
    expect(cloud.refusal(call, { InstanceId })).toBe('403 AllocatedAlready');
  });
});
