import type { Roles } from '../builders/builder.ts';

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Policy {
  readonly Version: '1';
  readonly Statement: readonly Statement[];
}

/** Calls that a short rehearsal of one build does not make, by what goes with them. A test holds them against all that the adapter can send. */
const beside: Readonly<Record<string, readonly string[]>> = {
  // Builds of one process that have to wait for their turn do it together.
  'Ecs.StopInstance': ['Ecs.StopInstances'],
  'Ecs.DeleteInstance': ['Ecs.DeleteInstances'],
  'Ecs.RunInstances': [
    // Moves the automatic release of the instance away while a build lives.
    'Ecs.ModifyInstanceAutoReleaseTime',
    // A run that is taken up finds its instance stopped.
    'Ecs.StartInstance',
    // Shows the host keys of the guest.
    'Ecs.GetInstanceConsoleOutput',
  ],
  // An image that fails, is replaced or cleaned up leaves snapshots; a removal looks for them.
  'Ecs.CreateImage': ['Ecs.DeleteImage', 'Ecs.DescribeSnapshots', 'Ecs.DeleteSnapshot'],
  'Ecs.CopyImage': ['Ecs.CancelCopyImage', 'Ecs.DeleteImage', 'Ecs.DescribeSnapshots', 'Ecs.DeleteSnapshot'],
  'Ecs.RunCommand': ['Ecs.StopInvocation'],
};

/** A launch also asks for rights on things of other products: on the vSwitch that it goes into, be it a given one. */
const alsoOn: Readonly<Record<string, string>> = { 'ecs:RunInstances': 'vpc' };

/** Calls that everybody may make. */
const free: readonly string[] = ['Sts.GetCallerIdentity'];

/** What a RAM user or role has to be allowed for these calls and roles, reads everywhere and changes in these regions. */
export function ramPolicy(
  calls: readonly string[],
  roles: readonly Roles[],
  more: readonly string[] = [],
): Policy {
  const all = [...new Set([...calls, ...calls.flatMap((call) => beside[call] ?? [])])].filter(
    (call) => !free.includes(call),
  );
  const actions = all.map(ramAction).sort();
  const reads = actions.filter((action) => /:(Describe|Get|List)/.test(action));
  const changes = actions.filter((action) => !reads.includes(action));
  const regions = [...new Set([...roles.flatMap((role) => role.regions), ...more])]
    .filter((region) => region !== '')
    .sort();
  const touched = changes.flatMap((action) => [action.split(':')[0] ?? '', alsoOn[action] ?? '']);
  const products = [...new Set(touched)].filter((product) => product !== '');
  const places = regions.flatMap((region) => products.map((product) => placeOf(product, region)));
  return {
    Version: '1',
    Statement: [
      ...(reads.length > 0 ? [allow(reads, ['*'])] : []),
      ...(changes.length > 0
        ? [allow(changes, places.length > 0 ? [...new Set(places)].sort() : ['*'])]
        : []),
      ...named(roles, 'instance').map(passed),
      ...named(roles, 'assumed').map((arn) => allow(['sts:AssumeRole'], [arn])),
    ],
  };
}

function allow(Action: readonly string[], Resource: readonly string[]): Statement {
  return { Effect: 'Allow', Action, Resource };
}

/** Roles are of no region. */
function placeOf(product: string, region: string): string {
  return `acs:${product}:${product === 'ram' ? '*' : region}:*:*`;
}

/** To hand a role to an instance is a right of its own; it is given for this role and for ECS alone. */
function passed(role: string): Statement {
  return {
    ...allow(['ram:PassRole'], [`acs:ram:*:*:role/${role}`]),
    Condition: { StringEquals: { 'acs:Service': 'ecs.aliyuncs.com' } },
  };
}

function named(roles: readonly Roles[], kind: 'instance' | 'assumed'): readonly string[] {
  return [...new Set(roles.map((role) => role[kind]))].filter((name) => name !== '').sort();
}

function ramAction(call: string): string {
  const [product = '', action = ''] = call.split('.');
  return `${product.toLowerCase()}:${action}`;
}
