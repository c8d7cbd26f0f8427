/**
 * MD4 of a message. NTLM hashes passwords with it, and OpenSSL 3 keeps it in a provider that Node does not load; for
 * nothing else should it ever be used.
 */
export function md4(message: Uint8Array): Buffer {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  const padded = pad(message);
  for (let offset = 0; offset < padded.length; offset += 64) mix(state, padded, offset);
  const digest = Buffer.alloc(16);
  for (const [index, word] of state.entries()) digest.writeUInt32LE(word >>> 0, index * 4);
  return digest;
}

function pad(message: Uint8Array): Buffer {
  const padded = Buffer.alloc((((message.length + 8) >> 6) + 1) << 6);
  padded.set(message);
  padded[message.length] = 0x80;
  padded.writeBigUInt64LE(BigInt(message.length) * 8n, padded.length - 8);
  return padded;
}

interface Round {
  readonly order: readonly number[];
  readonly shifts: readonly number[];
  readonly constant: number;
  join(x: number, y: number, z: number): number;
}

const rounds: readonly Round[] = [
  {
    order: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
    shifts: [3, 7, 11, 19],
    constant: 0,
    join: (x, y, z) => (x & y) | (~x & z),
  },
  {
    order: [0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15],
    shifts: [3, 5, 9, 13],
    constant: 0x5a827999,
    join: (x, y, z) => (x & y) | (x & z) | (y & z),
  },
  {
    order: [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15],
    shifts: [3, 9, 11, 15],
    constant: 0x6ed9eba1,
    join: (x, y, z) => x ^ y ^ z,
  },
];

function mix(state: number[], block: Buffer, offset: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const { order, shifts, constant, join } of rounds) {
    order.forEach((word, index) => {
      const sum = (a + join(b, c, d) + block.readUInt32LE(offset + word * 4) + constant) | 0;
      const shift = shifts[index % 4] ?? 0;
      const turned = (sum << shift) | (sum >>> (32 - shift));
      [a, b, c, d] = [d, turned, b, c];
    });
  }
  [a, b, c, d].forEach((word, index) => {
    state[index] = ((state[index] ?? 0) + word) | 0;
  });
}
