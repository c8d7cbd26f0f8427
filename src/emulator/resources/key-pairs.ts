import { ANY_KEY } from '../../guests/accounts.ts';
import { type Action, ApiError, type Call, type Handler } from '../action.ts';
import { flag, jsonTexts, type Params, requiredText, text } from '../params.ts';
import { missingParameter } from '../refusal.ts';
import type { World } from '../world.ts';
import type { Instance, KeyPair, RegionState, Resource } from '../world-state.ts';
import { newKey, type PublicKey, readPublicKey } from './key-material.ts';
import { pageOf } from './page.ts';
import { born, checkQuota, find, isoSeconds, newestFirst, regionOf } from './table.ts';
import { ecsTags, hasTags, readTagFilter } from './tag-set.ts';

const createKeyPair: Handler = (call, world) => {
  checkNew(call, world);
  const key = newKey();
  const pair = keep(call, world, key);
  return {
    KeyPairId: pair.id,
    KeyPairName: pair.name,
    KeyPairFingerPrint: pair.fingerprint,
    PrivateKeyBody: key.pem,
  };
};

const importKeyPair: Handler = (call, world) => {
  checkNew(call, world);
  const key = readPublicKey(requiredText(call.params, 'PublicKeyBody'));
  if (key === undefined) {
    throw new ApiError(
      400,
      'InvalidPublicKeyBody.Malformed',
      'The specified parameter "PublicKeyBody" is not valid.',
    );
  }
  const pair = keep(call, world, key);
  return { KeyPairName: pair.name, KeyPairFingerPrint: pair.fingerprint };
};

const describeKeyPairs: Handler = (call, world) => {
  const { params } = call;
  const tags = readTagFilter(params);
  const asked = (name: string, value: string) => text(params, name) === '' || text(params, name) === value;
  const found = newestFirst(regionOf(world, call).keyPairs)
    .filter(({ name }) => isLike(name, text(params, 'KeyPairName')))
    .filter(
      (pair) =>
        asked('KeyPairFingerPrint', pair.fingerprint) && asked('ResourceGroupId', pair.resourceGroupId),
    )
    .filter((pair) => hasTags(world, pair, tags));
  const page = pageOf(found, params, { largest: 100 });
  return { ...page.fields, KeyPairs: { KeyPair: page.items.map((pair) => view(params, pair)) } };
};

/** All or none: a pair that an instance has refuses the whole call. Names nobody has are passed over. */
const deleteKeyPairs: Handler = (call, world) => {
  const region = regionOf(world, call);
  const names = namesIn(call.params);
  const attached = Object.values(region.instances).find(({ keyPairName }) => names.includes(keyPairName));
  if (attached !== undefined) {
    throw new ApiError(
      400,
      'InvalidParameter.KeypairAlreadyAttachedInstance',
      `The specified key pair ${attached.keyPairName} is attached to the instance ${attached.id}.`,
    );
  }
  for (const name of names) delete region.keyPairs[name];
  return {};
};

/** Works from the next start of the instance on, and ends logins by password. */
const attachKeyPair: Handler = (call, world) =>
  forInstances(call, world, (instance, name) => {
    instance.keyPairName = name;
    instance.password = '';
  });

const detachKeyPair: Handler = (call, world) =>
  forInstances(call, world, (instance, name) => {
    if (instance.keyPairName === name) instance.keyPairName = '';
  });

type Change = (instance: Instance, keyPairName: string) => void;

/** Changes the instances it can and tells which it could not, with HTTP 200. */
function forInstances(call: Call, world: World, change: Change): Readonly<Record<string, unknown>> {
  const region = regionOf(world, call);
  const name = requiredText(call.params, 'KeyPairName');
  const ids = jsonTexts(call.params, 'InstanceIds');
  if (ids === undefined) throw missingParameter('InstanceIds');
  if (ids.length === 0 || ids.length > 50) {
    throw new ApiError(400, 'InvalidInstanceIds.ValueNotSupported', 'Give from 1 to 50 instance ids.');
  }
  keyPairNamed(region, name);
  const results = ids.map((id) =>
    changeOne(find(region.instances, id), id, (instance) => change(instance, name)),
  );
  const failed = results.filter(({ Success }) => Success === 'false');
  return {
    KeyPairName: name,
    TotalCount: String(results.length),
    FailCount: String(failed.length),
    Results: { Result: results },
  };
}

function changeOne(instance: Instance | undefined, id: string, change: (instance: Instance) => void) {
  const refused = (code: string, why: string) => ({
    InstanceId: id,
    Success: 'false',
    Code: code,
    Message: why,
  });
  if (instance === undefined)
    return refused('InvalidInstanceId.NotFound', 'The specified InstanceId does not exist.');
  if (instance.osType === 'windows') {
    return refused(
      'DependencyViolation.WindowsInstance',
      'The instance runs Windows, which has no SSH key pairs.',
    );
  }
  if (instance.status !== 'Running' && instance.status !== 'Stopped') {
    return refused(
      'IncorrectInstanceStatus',
      'The current status of the resource does not support this operation.',
    );
  }
  change(instance);
  return { InstanceId: id, Success: 'true', Code: '200', Message: 'successful' };
}

/** A pair of which nobody knows the public half: its instances let in whoever has a key. */
export function madeUpKeyPair(region: RegionState, row: Resource): void {
  const { id, createdAt, resourceGroupId, tags } = row;
  const fingerprint = '00000000000000000000000000000000';
  const pair = { createdAt, resourceGroupId, tags, fingerprint, id: `ssh-${id}`, name: id };
  region.keyPairs[id] = { ...pair, publicKey: ANY_KEY };
}

/** The pair with this name; throws InvalidKeyPairName.NotFound. */
export function keyPairNamed(region: RegionState, name: string): KeyPair {
  const pair = find(region.keyPairs, name);
  if (pair === undefined) {
    throw new ApiError(
      404,
      'InvalidKeyPairName.NotFound',
      `The specified KeyPairName does not exist: ${name}.`,
    );
  }
  return pair;
}

function checkNew(call: Call, world: World): void {
  const { keyPairs } = regionOf(world, call);
  const name = requiredText(call.params, 'KeyPairName');
  if (find(keyPairs, name) !== undefined) {
    throw new ApiError(400, 'KeyPair.AlreadyExist', `The key pair already exists: ${name}.`);
  }
  checkQuota(Object.keys(keyPairs).length, world.quotas.keyPairs, {
    status: 403,
    code: 'QuotaExceed.KeyPair',
  });
}

function keep(call: Call, world: World, key: PublicKey): KeyPair {
  const pair: KeyPair = {
    ...born(world, 'ssh', call.params),
    name: requiredText(call.params, 'KeyPairName'),
    publicKey: key.line,
    fingerprint: key.fingerprint,
  };
  regionOf(world, call).keyPairs[pair.name] = pair;
  return pair;
}

function namesIn(params: Params): readonly string[] {
  const names = jsonTexts(params, 'KeyPairNames');
  if (names === undefined) throw missingParameter('KeyPairNames');
  if (names.length > 0 && names.length <= 100 && !names.includes('')) return names;
  throw new ApiError(
    400,
    'InvalidKeyPairNames.ValueNotSupported',
    'The specified KeyPairNames is not valid.',
  );
}

/** `*` at either end stands for any text. */
function isLike(name: string, pattern: string): boolean {
  if (pattern === '') return true;
  const core = pattern.replace(/^\*/, '').replace(/\*$/, '');
  const [open, closed] = [pattern.startsWith('*'), pattern.endsWith('*')];
  if (open && closed) return name.includes(core);
  if (open) return name.endsWith(core);
  return closed ? name.startsWith(core) : name === core;
}

function view(params: Params, pair: KeyPair) {
  return {
    KeyPairName: pair.name,
    KeyPairFingerPrint: pair.fingerprint,
    CreationTime: isoSeconds(pair.createdAt),
    ResourceGroupId: pair.resourceGroupId,
    ...(flag(params, 'IncludePublicKey') ? { PublicKey: pair.publicKey } : {}),
    Tags: ecsTags(pair.tags),
  };
}

const required = ['RegionId', 'KeyPairName'];

/** SSH key pairs, named by their names. */
export const keyPairActions: readonly Action[] = [
  { name: 'Ecs.CreateKeyPair', required, handler: createKeyPair },
  { name: 'Ecs.ImportKeyPair', required: [...required, 'PublicKeyBody'], handler: importKeyPair },
  { name: 'Ecs.DescribeKeyPairs', required: ['RegionId'], handler: describeKeyPairs },
  { name: 'Ecs.DeleteKeyPairs', required: ['RegionId', 'KeyPairNames'], handler: deleteKeyPairs },
  { name: 'Ecs.AttachKeyPair', required: [...required, 'InstanceIds'], handler: attachKeyPair },
  { name: 'Ecs.DetachKeyPair', required: [...required, 'InstanceIds'], handler: detachKeyPair },
];
