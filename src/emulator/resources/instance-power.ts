import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { endDryRun, flag, type Params, repeated, requiredText, text } from '../params.ts';
import { missingParameter } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Instance, RegionState } from '../world-state.ts';
import { beginDelete, beginStarting, beginStopping } from './instance-lifecycle.ts';
import { incorrectInstanceStatus, instanceWith } from './instance-records.ts';
import { regionOf } from './table.ts';

type Move = (call: Call, world: World, instance: Instance) => void;

const start: Move = (call, world, instance) => beginStarting(world, call.region, instance);

/** KeepCharging is the default of a new account; an own public address would go with StopCharging. */
const stop: Move = (call, world, instance) => {
  const mode = text(call.params, 'StoppedMode');
  beginStopping(world, call.region, { instance, next: 'Stopped' });
  instance.stoppedMode = mode === 'StopCharging' ? 'StopCharging' : 'KeepCharging';
};

const reboot: Move = (call, world, instance) =>
  beginStopping(world, call.region, { instance, next: 'Running' });

const release: Move = (call, world, instance) => beginDelete(world, call.region, instance);

const mayStart = (instance: Instance) => checkStatus(instance, ['Stopped']);
const mayStop = (instance: Instance) => checkStatus(instance, ['Running']);

function mayDelete(instance: Instance, params: Params): void {
  if (instance.deletionProtection) {
    throw new ApiError(
      403,
      'InvalidOperation.DeletionProtection',
      `${instance.id} is protected against deletion.`,
    );
  }
  if (instance.status === 'Pending') {
    throw new ApiError(
      403,
      'IncorrectInstanceStatus.Initializing',
      'The specified instance is initializing.',
    );
  }
  if (!flag(params, 'Force')) checkStatus(instance, ['Stopped']);
}

function checkStatus(instance: Instance, allowed: readonly Instance['status'][]): void {
  if (!allowed.includes(instance.status)) throw incorrectInstanceStatus();
}

type Check = (instance: Instance, params: Params) => void;

/** An action on the one instance of `InstanceId`. */
function onOne(check: Check, move: Move): Handler {
  return (call, world) => {
    const instance = instanceWith(regionOf(world, call), requiredText(call.params, 'InstanceId'));
    check(instance, call.params);
    endDryRun(call.params);
    move(call, world, instance);
    return {};
  };
}

/** An action on all of `InstanceId.N`: all are checked before the first is touched. */
function onMany(check: Check, move: Move): Handler {
  return (call, world) => {
    const instances = instancesIn(regionOf(world, call), call.params);
    for (const instance of instances) check(instance, call.params);
    endDryRun(call.params);
    const moved = instances.map((instance) => ({ instance, before: instance.status }));
    for (const instance of instances) move(call, world, instance);
    return { InstanceResponses: { InstanceResponse: moved.map(response) } };
  };
}

function response({ instance, before }: { instance: Instance; before: string }) {
  return {
    InstanceId: instance.id,
    PreviousStatus: before,
    CurrentStatus: instance.status,
    Code: '200',
    Message: 'success',
  };
}

const deleteInstances: Handler = (call, world) => {
  onMany(mayDelete, release)(call, world);
  return {};
};

function instancesIn(region: RegionState, params: Params): readonly Instance[] {
  const ids = [...new Set(repeated(params, 'InstanceId'))];
  if (ids.length === 0) throw missingParameter('InstanceId');
  if (ids.length > 100)
    throw new ApiError(400, 'InvalidParameter', 'At most 100 instances can be given at once.');
  return ids.map((id) => instanceWith(region, id));
}

const required = ['InstanceId'];
const deleteToken = { status: 400, code: 'IdempotentParameterMismatch' };

/** Start, stop, reboot and delete. */
export const instancePowerActions: readonly Action[] = [
  { name: 'Ecs.StartInstance', required, handler: onOne(mayStart, start) },
  { name: 'Ecs.StopInstance', required, handler: onOne(mayStop, stop) },
  { name: 'Ecs.RebootInstance', required, handler: onOne(mayStop, reboot) },
  { name: 'Ecs.DeleteInstance', required, handler: onOne(mayDelete, release) },
  { name: 'Ecs.StartInstances', required: ['RegionId'], handler: onMany(mayStart, start) },
  { name: 'Ecs.StopInstances', required: ['RegionId'], handler: onMany(mayStop, stop) },
  { name: 'Ecs.RebootInstances', required: ['RegionId'], handler: onMany(mayStop, reboot) },
  { name: 'Ecs.DeleteInstances', required: ['RegionId'], handler: deleteInstances, clientToken: deleteToken },
];
