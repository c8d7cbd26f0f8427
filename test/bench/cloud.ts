import { alibabaCloud } from '../../src/cloud/alibaba/alibaba-cloud.ts';
import { Keys } from '../../src/cloud/alibaba/credentials/keys.ts';
import { staticKeys } from '../../src/cloud/alibaba/credentials/static-keys.ts';
import { startEmulator } from '../../src/emulator/emulator.ts';
import { until } from '../../src/engine/until.ts';

/**
 * The emulator in a process of its own, so that the memory measured is a tool's alone. Started with `fork`; its
 * arguments are the latencies and the requests per second that one account may make (0: any number).
 */
const [latency = 'realistic*0.1', limit = '0'] = process.argv.slice(2);
const account = Number(limit);
const many = 10_000;
const cloud = await startEmulator({
  latency,
  ...(account > 0 && { throttle: { account } }),
  // Whoever builds by the hundred has had the quotas of a new account raised.
  quotas: { vpcs: many, securityGroups: many, instances: many, eips: many, keyPairs: many, images: many },
});
const network = await madeNetwork();
let told = cloud.record.length;
/** It is there before any build, and no leak of one. */
const standing = new Set(cloud.leftovers().map(({ id }) => id));

process.on('message', () => {
  const calls = cloud.record.slice(told);
  told = cloud.record.length;
  process.send?.({ calls, left: cloud.leftovers().filter(({ id }) => !standing.has(id)) });
});
process.on('disconnect', () => void cloud.close());
const { url, accessKeyId, accessKeySecret } = cloud;
process.send?.({ url, accessKeyId, accessKeySecret, network });

/** The VPC, vSwitch and security group of somebody who builds often. */
async function madeNetwork() {
  const { signal } = new AbortController();
  const options = {
    region: 'cn-hangzhou',
    credentials: staticKeys(new Keys(cloud.accessKeyId, cloud.accessKeySecret), 'the benchmark'),
  };
  const there = alibabaCloud({ ...options, endpointUrl: cloud.url });
  const mark = (token: string) => ({ token, tags: {} });
  const own = { name: 'builds', tags: {}, resourceGroupId: '' };
  const vpcId = await there.vpcs.create({ ...own, cidrBlock: '172.16.0.0/12' }, mark('vpc'), signal);
  const [zone] = await there.zones('ecs.g6.large', signal);
  const available = (vpc: { readonly status: string }) => vpc.status === 'Available';
  const read = () => there.vpcs.read(vpcId, signal);
  await until(read, { what: 'VPC', is: available, within: 10_000, clock: there.clock, signal });
  const vSwitch = { ...own, vpcId, zoneId: zone?.id ?? '', cidrBlock: '172.16.0.0/16' };
  const vSwitchId = await there.vSwitches.create(vSwitch, mark('vSwitch'), signal);
  const groupId = await there.securityGroups.create({ ...own, vpcId }, mark('group'), signal);
  const rule = { direction: 'ingress', protocol: 'tcp', ports: '22/22', cidr: '0.0.0.0/0' } as const;
  await there.securityGroups.authorize(groupId, [rule], mark('rule'), signal);
  await there.close();
  return { vpc_id: vpcId, vswitch_id: vSwitchId, security_group_id: groupId };
}
