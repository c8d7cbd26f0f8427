import type { Cloud } from '../../../cloud/port.ts';
import type { Agent } from '../../../communicators/cloud-assistant/agent.ts';
import type { EcsConfig } from '../config.ts';

/** The communicator that reaches an instance through the cloud, and so by its id instead of an address. */
export const CLOUD_ASSISTANT = 'cloud-assistant';

/** The agent of one instance, as the communicator sees it. */
export function assistantAgent(
  { assistant, clock }: Pick<Cloud, 'assistant' | 'clock'>,
  config: EcsConfig,
  instanceId: string,
): Agent {
  const user = config.ssh_username || 'root';
  return {
    name: instanceId,
    user,
    timeout: config.ssh_timeout,
    clock,
    ready: (signal) => assistant.ready(instanceId, signal),
    run: (script, token, signal) => assistant.run({ instanceId, script, user, token }, signal),
    result: (id, signal) => assistant.result(id, instanceId, signal),
    stop: (id, signal) => assistant.stop(id, instanceId, signal),
    send: (file, signal) => assistant.send({ ...file, instanceId, owner: user }, signal),
    sent: (id, signal) => assistant.sent(id, signal),
  };
}
