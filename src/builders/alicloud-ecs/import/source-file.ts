import { stat } from 'node:fs/promises';
import { bytesAt, formatOf, SECTOR } from '../../../wire/disk-format.ts';
import { reason } from '../../../wire/reason.ts';
import { diskUnreadable, noDisk, otherFormat } from './words.ts';

/** The disk that becomes an image. */
export interface SourceFile {
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes that a machine sees. */
  readonly diskSize: number;
  /** What the service is told. */
  readonly format: string;
}

/**
 * The disk among the files of an artifact: as in Packer the first whose name ends with `vhd` or `raw`; else one that says
 * by its name or its first bytes that it is QCOW2, as QEMU's disks are. Throws before anything is sent.
 */
export async function sourceFile(files: readonly string[], asked: string): Promise<SourceFile> {
  const path = files.find((file) => /(vhd|raw)$/.test(file)) ?? files.find((file) => isQcow2(file));
  if (path === undefined) throw noDisk(files);
  const size = await sizeOf(path);
  const found = formatOf(bytesAt(path, 0, SECTOR), bytesAt(path, Math.max(0, size - SECTOR), SECTOR), size);
  const format = asked.toUpperCase() || found.format;
  // What the service finds out only when all of it was sent, read and thrown away.
  if (format !== found.format) throw otherFormat(path, format, found.format);
  return { path, size, diskSize: found.size, format };
}

function isQcow2(path: string): boolean {
  if (/qcow2$/.test(path)) return true;
  try {
    const first = bytesAt(path, 0, SECTOR);
    return formatOf(first, first, 0).format === 'QCOW2';
  } catch {
    return false;
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (cause) {
    throw diskUnreadable(path, reason(cause));
  }
}
