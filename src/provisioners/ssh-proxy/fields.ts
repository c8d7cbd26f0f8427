import { int, string } from '../../template/schema/field.ts';

/** Settings of the SSH server on loopback that tools of this machine reach the guest through. */
export const sshProxyFields = {
  local_port: int('First port to try for the SSH proxy, up to ten; any free one unless set.'),
  ssh_authorized_key_file: string('Public key that opens the proxy; a fresh one unless set.'),
  ssh_host_key_file: string('Private key that the proxy shows; a fresh one unless set.'),
} as const;
