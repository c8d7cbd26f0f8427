import { all, rename } from './changes.ts';
import type { Fixer } from './fixer.ts';
import { inBuilders } from './sections.ts';

export const sshKeyPath: Fixer = {
  name: 'sshkeypath',
  synopsis: 'Updates builders using "ssh_key_path" to use "ssh_private_key_file"',
  fix: inBuilders(
    undefined,
    rename('ssh_key_path', 'ssh_private_key_file', { as: 'string', existing: 'wins' }),
  ),
};

export const sshDisableAgent: Fixer = {
  name: 'sshdisableagent',
  synopsis: 'Updates builders using "ssh_disable_agent" to use "ssh_disable_agent_forwarding"',
  fix: inBuilders(
    undefined,
    rename('ssh_disable_agent', 'ssh_disable_agent_forwarding', { as: 'boolean', existing: 'wins' }),
  ),
};

export const sshWaitTimeout: Fixer = {
  name: 'ssh-wait-timeout',
  synopsis: 'Replaces "ssh_wait_timeout" with "ssh_timeout"',
  fix: inBuilders(
    undefined,
    rename('ssh_wait_timeout', 'ssh_timeout', { as: 'string', existing: 'wins-always' }),
  ),
};

export const communicatorPorts: Fixer = {
  name: 'comm-config',
  synopsis:
    'Remove ssh prefixes from communicator port forwarding configuration (host_port_min, host_port_max, skip_nat_mapping)',
  fix: inBuilders(
    /^virtualbox/,
    all(
      rename('ssh_host_port_min', 'host_port_min', { existing: 'wins-always' }),
      rename('ssh_host_port_max', 'host_port_max', { existing: 'wins-always' }),
      rename('ssh_skip_nat_mapping', 'skip_nat_mapping', { as: 'boolean', existing: 'wins-always' }),
    ),
  ),
};
