/** What both sides can do; each flag is a bit of the protocol. */
export const flags = {
  unicode: 0x1,
  requestTarget: 0x4,
  sign: 0x10,
  seal: 0x20,
  ntlm: 0x200,
  alwaysSign: 0x8000,
  targetTypeServer: 0x20000,
  extendedSecurity: 0x80000,
  targetInfo: 0x800000,
  version: 0x2000000,
  key128: 0x20000000,
  keyExchange: 0x40000000,
  key56: 0x80000000,
} as const;

const signature = 'NTLMSSP\0';
const magic = Buffer.from(signature, 'latin1');

/** The first twelve bytes: magic and type. */
export function head(type: 1 | 2 | 3): Buffer {
  return Buffer.concat([magic, Buffer.from([type, 0, 0, 0])]);
}

/** 1 asks, 2 challenges, 3 answers; undefined: this is no message of NTLM. */
export function typeOf(message: Buffer): number | undefined {
  return message.length >= 12 && message.subarray(0, 8).equals(magic) ? message.readUInt32LE(8) : undefined;
}

export function utf16(text: string): Buffer {
  return Buffer.from(text, 'utf16le');
}

/** Length, room and place of a field in the payload. */
export function descriptor(length: number, offset: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(length, 0);
  bytes.writeUInt16LE(length, 2);
  bytes.writeUInt32LE(offset, 4);
  return bytes;
}

/** What the descriptor at `at` points to. */
export function field(message: Buffer, at: number): Buffer {
  if (message.length < at + 8) return Buffer.alloc(0);
  const start = message.readUInt32LE(at + 4);
  return message.subarray(start, start + message.readUInt16LE(at));
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** Bits without JavaScript's sign. */
export function bits(...values: readonly number[]): number {
  return values.reduce((all, value) => (all | value) >>> 0, 0);
}
