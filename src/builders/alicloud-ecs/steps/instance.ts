import type { Instance } from '../../../cloud/instances.ts';
import { isBuildError } from '../../../errors/build-error.ts';
import {
  awaited,
  type EcsScope,
  ecsResource,
  ecsStep,
  MINUTE,
  message,
  removing,
  say,
} from '../environment.ts';
import type { Choice, Facts } from '../facts.ts';
import { CHOICE, choiceOf, otherZones, typesOf, usable } from '../instance/choices.ts';
import { deadInstance } from '../instance/instance-loss.ts';
import { instanceSpec } from '../instance/instance-spec.ts';
import { soldOutEverywhere } from '../words.ts';
import { vSwitchIn } from './v-switch.ts';

const flow = ecsResource({
  kind: (env) => env.cloud.instances,
  spec: instanceSpec,
  ready: hasAddresses,
  dead: deadInstance,
  state: (instance) => instance.status,
  within: () => 30 * MINUTE,
  expect: 6000,
  making: () => 'Creating instance...',
  made: (instance) => `Created instance: ${instance.id}`,
  removing: removing('instance'),
  fact: ({ id, privateIp, publicIp }) => ({ id, privateIp, publicIp }),
});

/**
 * The temporary instance: key, user data, disks and public address all in one call, so that it boots once and cloud-init
 * is never cut short. The fact is given while it starts: connecting may begin before the service calls it Running.
 */
export const instance = ecsStep({
  name: 'instance',
  needs: ['preflight', 'sourceImage', 'keyPair', 'zone', 'vpc', 'range', 'vSwitch', 'securityGroup'],
  plan: ({ config }) => `run an instance of ${typesOf(config).join(' or ')}`,
  run: firstInStock,
  async check(scope, { id }) {
    const exists = await flow.check(scope);
    if (!exists && scope.env.autoRelease > 0)
      say(
        scope,
        `Instance ${id} is gone: the cloud releases it by itself when no process has it (--auto-release).`,
      );
    return exists;
  },
  async undo(scope, have) {
    const id = await flow.held(scope, have);
    await flow.undo(scope, have);
    if (id !== undefined) await gone(scope, id);
    const zones = have.zone === undefined ? [] : otherZones(have.zone);
    for (const zone of zones) await vSwitchIn(zone).undo(scope, have);
  },
});

type Need = Parameters<typeof instanceSpec>[1] & Pick<Facts, 'vpc'>;

/** Tries each type and zone once, and goes on to the next one when the service has none left. */
async function firstInStock(scope: EcsScope, have: Need): Promise<Facts['instance']> {
  const soldOut: Choice[] = [];
  for (;;) {
    const choice = choiceOf(scope, have);
    await placed(scope, have, choice);
    try {
      return await flow.run(scope, have);
    } catch (error) {
      if (!isBuildError(error, 'cloud-sold-out')) throw error;
      soldOut.push(choice);
      if (soldOut.length >= usable(have).length)
        throw soldOut.length > 1 ? soldOutEverywhere(soldOut, error) : error;
      message(
        scope,
        `${choice.type} is not available${choice.zone === '' ? '' : ` in ${choice.zone}`} now: trying the next one`,
      );
      // Another choice is a new question with a token of its own.
      scope.gone();
      scope.gone(CHOICE);
    }
  }
}

async function placed(scope: EcsScope, have: Need, { zone }: Choice): Promise<void> {
  const other = have.zone.id !== zone && have.range.others[zone] !== undefined;
  if (other && scope.handle(`vSwitch ${zone}`) === undefined) await vSwitchIn(zone).run(scope, have);
}

/** Its network and its key can go only after it; one look at it is cheaper than three refused calls. */
async function gone(scope: EcsScope, id: string): Promise<void> {
  const { instances } = scope.env.cloud;
  await awaited(scope, async () => ({ found: await instances.read(id, scope.signal) }), {
    what: `instance ${id} to be gone`,
    is: ({ found }) => found === undefined,
    describe: ({ found }) => found?.status ?? 'gone',
    within: 5 * MINUTE,
    expect: 3000,
    kind: 'instance to be gone',
    fresh: true,
  });
}

function hasAddresses({ status, privateIp }: Instance): boolean {
  return (status === 'Starting' || status === 'Running') && privateIp !== '';
}
