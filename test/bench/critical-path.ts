import type { Latency, LatencyName } from '../../src/emulator/latency.ts';

/** What no build from a public image can do side by side: each begins when the one before is over. */
const waits = [
  ...(['vpc', 'vSwitch', 'instancePending', 'instanceStarting', 'sshReady', 'instanceStopping'] as const),
  ...(['snapshot', 'image'] as const),
] satisfies readonly LatencyName[];

/** The calls on that way: what makes a thing, and the one look that finds it ready. */
export const serialCalls = [
  'DescribeRegions',
  'CreateVpc',
  'DescribeVpcs',
  'CreateVSwitch',
  'DescribeVSwitches',
  'RunInstances',
  'DescribeInstances',
  'StopInstance',
  'DescribeInstances',
  'CreateImage',
  'DescribeImages',
] as const;

/** Milliseconds below which no build can be with these latencies, provisioning itself not counted. */
export function criticalPath(latency: Latency): number {
  return waits.reduce((sum, name) => sum + latency[name], serialCalls.length * latency.apiCall);
}
