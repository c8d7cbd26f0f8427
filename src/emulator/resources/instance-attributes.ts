import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { flag, repeated, requiredText, text } from '../params.ts';
import type { World } from '../world.ts';
import type { Instance } from '../world-state.ts';
import { nextAddress } from './addresses.ts';
import { scheduleRelease } from './instance-lifecycle.ts';
import { eipOf, incorrectInstanceStatus, instanceWith } from './instance-records.ts';
import { checkUserData, releaseTime } from './launch-checks.ts';
import { securityGroupWith } from './security-groups.ts';
import { isoSeconds, regionOf } from './table.ts';

const modifyInstanceAttribute: Handler = (call, world) => {
  const { params } = call;
  const instance = given(call, world);
  const region = regionOf(world, call);
  const name = text(params, 'InstanceName');
  const groups = repeated(params, 'SecurityGroupIds');
  checkUserData(text(params, 'UserData'));
  for (const id of groups) securityGroupWith(region, id);
  instance.name = name || instance.name;
  instance.description = params.get('Description') ?? instance.description;
  instance.hostName = text(params, 'HostName') || instance.hostName;
  instance.password = text(params, 'Password') || instance.password;
  instance.userData = params.get('UserData') ?? instance.userData;
  instance.deletionProtection = flag(params, 'DeletionProtection', instance.deletionProtection);
  if (groups.length > 0) instance.securityGroupIds = [...groups];
  return {};
};

/** An empty time cancels the release. */
const modifyInstanceAutoReleaseTime: Handler = (call, world) => {
  const instance = given(call, world);
  instance.autoReleaseTime = releaseTime(text(call.params, 'AutoReleaseTime'), world.now());
  scheduleRelease(world, call.region, instance);
  return {};
};

/** The address answers from the next start on. */
const allocatePublicIpAddress: Handler = (call, world) => {
  const instance = given(call, world);
  if (instance.status !== 'Running' && instance.status !== 'Stopped') throw incorrectInstanceStatus();
  if (instance.publicIp !== '' || eipOf(regionOf(world, call), instance.id) !== undefined) {
    throw new ApiError(403, 'AllocatedAlready', 'The IP has already been allocated.');
  }
  if (instance.internetMaxBandwidthOut === 0) {
    throw new ApiError(
      400,
      'AllocateIpInvalidInstanceBandwidth',
      'The InternetMaxBandwidthOut of the instance is 0.',
    );
  }
  instance.publicIp = nextAddress(world);
  return { IpAddress: instance.publicIp };
};

const describeUserData: Handler = (call, world) => {
  const instance = given(call, world);
  return { InstanceId: instance.id, RegionId: call.region, UserData: instance.userData };
};

/** What a console would show of the last boot; a guest that could not boot says so here. */
const getInstanceConsoleOutput: Handler = (call, world) => {
  const instance = given(call, world);
  if (instance.status !== 'Running') throw incorrectInstanceStatus(405);
  return {
    InstanceId: instance.id,
    ConsoleOutput: Buffer.from(consoleText(world, instance)).toString('base64'),
    LastUpdateTime: isoSeconds(instance.startedAt),
  };
};

function consoleText(world: World, instance: Instance): string {
  const failure = world.guests?.failure(instance.id) ?? '';
  const lines = [`Starting ${instance.osName} on ${instance.instanceType}`];
  if (failure !== '') lines.push(`The guest failed: ${failure}`);
  const keys = world.guests?.hostKeys(instance.id) ?? [];
  if (keys.length > 0)
    lines.push('-----BEGIN SSH HOST KEY KEYS-----', ...keys, '-----END SSH HOST KEY KEYS-----');
  return `${[...lines, `${instance.hostName} login:`].join('\r\n')}\r\n`;
}

function given(call: Call, world: World): Instance {
  return instanceWith(regionOf(world, call), requiredText(call.params, 'InstanceId'));
}

const required = ['InstanceId'];

/** What can be read and changed of an instance beside its power. */
export const instanceAttributeActions: readonly Action[] = [
  { name: 'Ecs.ModifyInstanceAttribute', required, handler: modifyInstanceAttribute },
  { name: 'Ecs.ModifyInstanceAutoReleaseTime', required, handler: modifyInstanceAutoReleaseTime },
  { name: 'Ecs.AllocatePublicIpAddress', required, handler: allocatePublicIpAddress },
  { name: 'Ecs.DescribeUserData', required: ['InstanceId', 'RegionId'], handler: describeUserData },
  {
    name: 'Ecs.GetInstanceConsoleOutput',
    required: ['InstanceId', 'RegionId'],
    handler: getInstanceConsoleOutput,
  },
];
