import type { Client } from './client.ts';

/**
 * How to remove a thing by hand: a command of Alibaba's own `aliyun` tool, such as
 * `aliyun vpc DeleteVpc --RegionId cn-beijing --VpcId vpc-1`.
 */
export function remedy({ region }: Client, action: string, parameter: string): (id: string) => string {
  return (id) => `aliyun ${action} --RegionId ${region} --${parameter} ${id}`;
}
