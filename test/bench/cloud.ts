import { startEmulator } from '../../src/emulator/emulator.ts';

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
let told = 0;

process.on('message', () => {
  const calls = cloud.record.slice(told);
  told = cloud.record.length;
  process.send?.({ calls, left: cloud.leftovers() });
});
process.on('disconnect', () => void cloud.close());
const { url, accessKeyId, accessKeySecret } = cloud;
process.send?.({ url, accessKeyId, accessKeySecret });
