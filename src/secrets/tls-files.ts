import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

/** What a connection checks the server with, and proves itself by. */
export interface TlsFiles {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly servername?: string;
  readonly rejectUnauthorized?: false;
}

interface TlsSettings {
  readonly caFile?: string | undefined;
  readonly caFolder?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly serverName?: string | undefined;
  /** The user has said that the server's certificate is not to be checked. */
  readonly unchecked?: boolean;
}

/** Reads the files that the settings name; `refuse` words one that cannot be read. An empty setting is none. */
export function tlsFiles(settings: TlsSettings, refuse: (why: string) => Error): TlsFiles {
  const { caFile, caFolder, cert, key, serverName, unchecked = false } = settings;
  const read = (path: string, what: string) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      throw refuse(`Error loading ${what}: open ${path}: no such file or directory`);
    }
  };
  const folder = caFolder ? certificatesIn(caFolder, refuse) : undefined;
  const ca = caFile ? read(caFile, 'CA File') : folder?.map((path) => read(path, 'CA File')).join('\n');
  return {
    ...(ca !== undefined && { ca }),
    ...(cert && { cert: read(cert, 'client certificate') }),
    ...(key && { key: read(key, 'client key') }),
    ...(serverName && { servername: serverName }),
    ...(unchecked && { rejectUnauthorized: false }),
  };
}

function certificatesIn(folder: string, refuse: (why: string) => Error): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    throw refuse(`Error loading CA File: open ${folder}: no such file or directory`);
  }
}

/** The certificates of a bundle besides those that Node knows. */
export function withBundle(path: string | undefined, refuse: (why: string) => Error): TlsFiles {
  if (!path) return {};
  const { ca = '' } = tlsFiles({ caFile: path }, refuse);
  return { ca: [...rootCertificates, ca].join('\n') };
}
