import type { Communicator } from '../../communicators/communicator.ts';
import { NO_HTTP_SERVER } from '../no-http-server.ts';
import type { EcsConfig } from './config.ts';

/** What `{{build "KEY"}}` gives in provisioners: of the connection, of the instance, and Packer's texts for the rest. */
export function generatedData(
  config: EcsConfig,
  comm: Communicator,
  { id, runId }: { readonly id: string; readonly runId: string },
): Readonly<Record<string, string>> {
  return {
    ...NO_HTTP_SERVER,
    WinRMPassword: config.winrm_password,
    SSHPublicKey: '',
    SSHPrivateKey: '',
    ...comm.data,
    ConnType: comm.kind,
    PackerRunUUID: runId,
    ID: id,
  };
}
