/**
 * The RC4 key stream, which NTLM seals messages with; like MD4 it is not among the ciphers that Node brings. One
 * object goes on where its last call ended.
 */
export function rc4(key: Uint8Array): (data: Uint8Array) => Buffer {
  const box = schedule(key);
  let i = 0;
  let j = 0;
  return (data) => {
    const result = Buffer.allocUnsafe(data.length);
    for (let index = 0; index < data.length; index += 1) {
      i = (i + 1) & 255;
      const first = box[i] ?? 0;
      j = (j + first) & 255;
      const second = box[j] ?? 0;
      box[i] = second;
      box[j] = first;
      result[index] = (data[index] ?? 0) ^ (box[(first + second) & 255] ?? 0);
    }
    return result;
  };
}

function schedule(key: Uint8Array): Uint8Array {
  const box = Uint8Array.from({ length: 256 }, (_, index) => index);
  let j = 0;
  for (let i = 0; i < 256; i += 1) {
    const value = box[i] ?? 0;
    j = (j + value + (key[i % key.length] ?? 0)) & 255;
    box[i] = box[j] ?? 0;
    box[j] = value;
  }
  return box;
}
