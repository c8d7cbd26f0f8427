import { noFreeBlock } from '../../../errors/word/alicloud-ecs.ts';
import { type Cidr, formatCidr, freeBlock, parseCidr } from '../cidr.ts';
import { type EcsScope, ecsStep } from '../environment.ts';
import type { Facts } from '../facts.ts';

/** The default of the reference for a vSwitch. */
const DEFAULT_BLOCK = '172.16.0.0/24';
/** The widest range that the service lets a vSwitch have. */
const WIDEST = 16;

/**
 * Decides the address range of the temporary vSwitch. In somebody's own VPC it is a block that is free there: the
 * reference takes 172.16.0.0/24 anyway, which the service refuses wherever that is taken or outside.
 */
export const range = ecsStep({
  name: 'range',
  needs: ['vpc'],
  plan: ({ config }) => (config.vswitch_id === '' ? 'choose a free address range' : 'no new range is needed'),
  async run(scope, { vpc }) {
    const { vswitch_id, vpc_cidr_block } = scope.env.config;
    if (vswitch_id !== '') return { cidrBlock: '' };
    const asked = parseCidr(vpc_cidr_block);
    if (asked !== undefined) return { cidrBlock: formatCidr(narrowed(asked, WIDEST)) };
    return { cidrBlock: vpc.temporary ? DEFAULT_BLOCK : await freeBlockOf(vpc, scope) };
  },
});

async function freeBlockOf(vpc: Facts['vpc'], { env, signal }: EcsScope): Promise<string> {
  const all = await env.cloud.vSwitches.find({}, signal);
  const taken = all
    .filter((each) => each.vpcId === vpc.id)
    .flatMap(({ cidrBlock }) => parseCidr(cidrBlock) ?? []);
  const within = parseCidr(vpc.cidrBlock);
  const block =
    within === undefined ? undefined : (freeBlock(within, 24, taken) ?? freeBlock(within, 28, taken));
  if (block === undefined) throw noFreeBlock(vpc.id, vpc.cidrBlock);
  return formatCidr(block);
}

function narrowed({ base, prefix }: Cidr, widest: number): Cidr {
  return { base, prefix: Math.max(prefix, widest) };
}
