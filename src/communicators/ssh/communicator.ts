import type { Communicator } from '../communicator.ts';
import { exec } from './exec.ts';
import type { Link } from './link.ts';
import type { SshOptions } from './options.ts';
import { publicKeyOf, readPrivateKey } from './private-key.ts';
import { calm } from './progress.ts';
import { relay } from './relay.ts';
import { scpTransfers } from './scp/transfers.ts';
import { folderTransfers } from './tar/transfers.ts';

/** The four ways of moving files. */
export type Transfers = Pick<Communicator, 'upload' | 'uploadDir' | 'download' | 'downloadDir'>;

/** What a transport brings beside its link. */
interface Carrier extends Pick<Communicator, 'close'>, Required<Pick<Communicator, 'shell'>> {
  /** Folders are downloaded with scp in both modes, as in Packer. */
  readonly sftp: Omit<Transfers, 'downloadDir'>;
}

/** The communicator over one open connection. */
export function sshCommunicator(link: Link, options: SshOptions, carrier: Carrier): Communicator {
  const scp = scpTransfers(link);
  const plain = options.fileTransferMethod === 'scp' ? scp : { ...scp, ...carrier.sftp };
  return {
    kind: 'ssh',
    data: data(options),
    exec: (command, how) => exec(link, command, { ...how, pty: options.pty }),
    relay: (command, how) => relay(link, command, { ...how, pty: options.pty }),
    upload: (source, destination, how) => plain.upload(source, destination, calm(how)),
    download: (source, destination, how) => plain.download(source, destination, calm(how)),
    ...folderTransfers(link, plain),
    shell: carrier.shell,
    close: carrier.close,
  };
}

function data(options: SshOptions): Readonly<Record<string, string>> {
  const { privateKey } = options;
  return {
    ConnType: 'ssh',
    Host: options.host,
    Port: String(options.port),
    User: options.username,
    Password: options.password ?? '',
    SSHPublicKey: privateKey === undefined ? '' : publicLine(privateKey),
    SSHPrivateKey: privateKey ?? '',
  };
}

/** Of a key in hardware only OpenSSH's programs know the public half. */
function publicLine(privateKey: string): string {
  return readPrivateKey(privateKey).found ? `${publicKeyOf(privateKey)}\n` : '';
}
