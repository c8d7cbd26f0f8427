import type { CommunicatorConfig } from '../../communicators/config.ts';
import type { PreparedCommunicator } from '../../communicators/prepare-communicator.ts';
import { finding } from '../../communicators/words.ts';

/** What is wrong with the settings of a machine that is there already, in Packer's words. */
export function mistakes({ config, usernameMissing, findings }: PreparedCommunicator): readonly string[] {
  if (config.communicator === 'none') return findings;
  const ssh = config.communicator === 'ssh';
  const host = ssh ? config.ssh_host : config.winrm_host;
  const user = ssh ? config.ssh_username : config.winrm_username;
  return [
    ...(usernameMissing ? [finding.usernameMissing] : []),
    ...findings,
    ...(ssh && config.ssh_host_key_check === 'strict' && config.ssh_host_key_fingerprint === ''
      ? [finding.strictNeedsUserData]
      : []),
    ...(host === '' ? [finding.unspecified('a Host')] : []),
    ...(user === '' ? [finding.unspecified('a Username')] : []),
    ...authentication(config),
  ];
}

/** Packer asks for exactly one way in, also where the machine is reached by WinRM. */
function authentication(config: CommunicatorConfig): readonly string[] {
  const password = config.communicator === 'ssh' ? config.ssh_password : config.winrm_password;
  const { ssh_agent_auth: agent, ssh_private_key_file: key } = config;
  if (!agent && password === '' && key === '') return [finding.unspecified('one authentication method')];
  const ways = [agent, config.ssh_password !== '', key !== ''].filter((way) => way);
  return ways.length > 1 ? [finding.oneWayIn] : [];
}
