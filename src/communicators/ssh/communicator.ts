import type { Communicator } from '../communicator.ts';
import type { SshConnection } from './connection.ts';
import { exec } from './exec.ts';
import type { SshOptions } from './options.ts';
import { publicKeyOf } from './private-key.ts';
import { relay } from './relay.ts';
import { scpDownload, scpDownloadDir } from './scp/download.ts';
import { scpUpload, scpUploadDir } from './scp/upload.ts';
import { sftpDownload, sftpUpload, sftpUploadDir } from './sftp.ts';
import { shell } from './shell.ts';

/** The communicator over one open connection. Folders are downloaded with scp in both modes, as in Packer. */
export function sshCommunicator(connection: SshConnection, options: SshOptions): Communicator {
  const scp = options.fileTransferMethod === 'scp';
  const upload = scp ? scpUpload : sftpUpload;
  const uploadDir = scp ? scpUploadDir : sftpUploadDir;
  const download = scp ? scpDownload : sftpDownload;
  return {
    kind: 'ssh',
    data: data(options),
    exec: (command, how) => exec(connection, command, { ...how, pty: options.pty }),
    relay: (command, how) => relay(connection, command, { ...how, pty: options.pty }),
    upload: (source, destination, how) => upload(connection, source, destination, how),
    uploadDir: (source, destination, how) => uploadDir(connection, source, destination, how),
    download: (source, destination, how) => download(connection, source, destination, how),
    downloadDir: (source, destination, how) => scpDownloadDir(connection, source, destination, how),
    shell: (how) => shell(connection, how),
    close: () => connection.close(),
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
    SSHPublicKey: privateKey === undefined ? '' : `${publicKeyOf(privateKey)}\n`,
    SSHPrivateKey: privateKey ?? '',
  };
}
