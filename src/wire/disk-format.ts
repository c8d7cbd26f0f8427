import { closeSync, openSync, readSync } from 'node:fs';

/** A disk by its own first and last bytes. */
export interface FoundDisk {
  readonly format: 'RAW' | 'VHD' | 'QCOW2' | 'VMDK';
  /** Bytes that a machine sees. */
  readonly size: number;
}

/** Of VHD the last 512 bytes tell, of the others the first. */
export function formatOf(first: Buffer, last: Buffer, length: number): FoundDisk {
  if (first.subarray(0, 4).equals(QCOW2)) return { format: 'QCOW2', size: Number(first.readBigUInt64BE(24)) };
  if (first.subarray(0, 4).toString('latin1') === 'KDMV')
    return { format: 'VMDK', size: Number(first.readBigUInt64LE(12)) * SECTOR };
  if (last.subarray(0, 8).toString('latin1') === 'conectix')
    return { format: 'VHD', size: Number(last.readBigUInt64BE(48)) };
  return { format: 'RAW', size: length };
}

const QCOW2 = Buffer.from([0x51, 0x46, 0x49, 0xfb]);
export const SECTOR = 512;

/** A few bytes of a file; fewer at its end. */
export function bytesAt(path: string, position: number, length: number): Buffer {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(length);
    readSync(file, bytes, 0, length, position);
    return bytes;
  } finally {
    closeSync(file);
  }
}
