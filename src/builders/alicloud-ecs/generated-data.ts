import type { Communicator } from '../../communicators/communicator.ts';
import type { EcsConfig } from './config.ts';

/** What `{{build "KEY"}}` gives in provisioners: of the connection, of the instance, and Packer's texts for the rest. */
export function generatedData(
  config: EcsConfig,
  comm: Communicator,
  { id, runId }: { readonly id: string; readonly runId: string },
): Readonly<Record<string, string>> {
  return {
    PackerHTTPAddr: 'ERR_HTTP_ADDR_NOT_IMPLEMENTED_BY_BUILDER',
    PackerHTTPIP: 'ERR_HTTP_IP_NOT_IMPLEMENTED_BY_BUILDER',
    PackerHTTPPort: 'ERR_HTTP_PORT_NOT_IMPLEMENTED_BY_BUILDER',
    WinRMPassword: config.winrm_password,
    SSHPublicKey: '',
    SSHPrivateKey: '',
    ...comm.data,
    ConnType: comm.kind,
    PackerRunUUID: runId,
    ID: id,
  };
}
