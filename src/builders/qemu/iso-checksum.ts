const TYPES = ['md5', 'sha1', 'sha256', 'sha512'];
/** Bytes of a checksum whose type is told by its length alone. */
const LENGTHS = [16, 20, 32, 64];

/** What is wrong with an `iso_checksum`, in Packer's words. A file that lists checksums is not looked at. */
export function checksumFinding(text: string): string | undefined {
  if (text === 'none' || text.startsWith('file:')) return undefined;
  const [, type, value = text] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (type !== undefined && !TYPES.includes(type)) return `unsupported checksum type: ${type} in "${text}"`;
  const wrong = hexFinding(value);
  if (wrong !== undefined) return `invalid checksum: encoding/hex: ${wrong} in "${text}"`;
  const known = type !== undefined || LENGTHS.includes(value.length / 2);
  return known ? undefined : `Unknown type for checksum ${text} in "${text}"`;
}

function hexFinding(value: string): string | undefined {
  const strange = /[^0-9a-f]/iu.exec(value)?.[0];
  if (strange !== undefined) {
    // Go looks at bytes.
    const byte = Buffer.from(strange)[0] ?? 0;
    const code = byte.toString(16).toUpperCase().padStart(4, '0');
    return `invalid byte: U+${code} '${String.fromCharCode(byte)}'`;
  }
  return value.length % 2 === 0 ? undefined : 'odd length hex string';
}
