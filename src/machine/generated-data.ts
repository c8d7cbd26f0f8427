import type { Communicator } from '../communicators/communicator.ts';

/** What templates see of the HTTP server that these builders do not have, in Packer's words. */
const NO_HTTP_SERVER = {
  PackerHTTPAddr: 'ERR_HTTP_ADDR_NOT_IMPLEMENTED_BY_BUILDER',
  PackerHTTPIP: 'ERR_HTTP_IP_NOT_IMPLEMENTED_BY_BUILDER',
  PackerHTTPPort: 'ERR_HTTP_PORT_NOT_IMPLEMENTED_BY_BUILDER',
} as const;

/** What `{{build "KEY"}}` gives in provisioners: of the connection, if there is one, and of the builder's `own`. */
export function generatedData(
  comm: Communicator,
  runId: string,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const connection = comm.kind === 'none' ? {} : { ...comm.data, ConnType: comm.kind };
  return { ...NO_HTTP_SERVER, ...own, ...connection, PackerRunUUID: runId };
}
