/** Names of the pairs in a challenge's target information. */
export const pair = { end: 0, computer: 1, domain: 2, dnsComputer: 3, flags: 6, timestamp: 7 } as const;

type Pairs = ReadonlyMap<number, Buffer>;

export function readPairs(bytes: Buffer): Pairs {
  const pairs = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.length; ) {
    const id = bytes.readUInt16LE(at);
    const length = bytes.readUInt16LE(at + 2);
    if (id === pair.end) break;
    pairs.set(id, bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return pairs;
}

export function writePairs(pairs: Pairs): Buffer {
  const rows = [...pairs].sort(([left], [right]) => left - right);
  const parts = [...rows, [pair.end, Buffer.alloc(0)] as const].map(([id, value]) => {
    const start = Buffer.alloc(4);
    start.writeUInt16LE(id, 0);
    start.writeUInt16LE(value.length, 2);
    return Buffer.concat([start, value]);
  });
  return Buffer.concat(parts);
}

/** A time as Windows writes it: tenths of microseconds since 1601. */
export function fileTime(milliseconds: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(Math.floor(milliseconds)) + 11_644_473_600_000n) * 10_000n);
  return bytes;
}
