import { ArgumentError } from './function.ts';

/** The official names of encodings, where Node knows them by another one. */
const OFFICIAL: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16be': 'UTF-16BE',
  'utf-16le': 'UTF-16LE',
  'utf-16': 'UTF-16',
  'us-ascii': 'US-ASCII',
  'iso-8859-1': 'ISO_8859-1:1987',
  'iso-8859-2': 'ISO_8859-2:1987',
  'iso-8859-5': 'ISO_8859-5:1988',
  'iso-8859-7': 'ISO_8859-7:1987',
  'iso-8859-15': 'ISO-8859-15',
  shift_jis: 'Shift_JIS',
  'euc-jp': 'Extended_UNIX_Code_Packed_Format_for_Japanese',
  'euc-kr': 'EUC-KR',
  big5: 'Big5',
  gbk: 'GBK',
  gb18030: 'GB18030',
  'koi8-r': 'KOI8-R',
  'iso-2022-jp': 'ISO-2022-JP',
};

interface Encoding {
  readonly name: string;
  readonly official: string;
}

function find(given: string): Encoding {
  const name = given.toLowerCase();
  const unknown = () => new ArgumentError(1, `"${given}" is not a supported IANA encoding name or alias`);
  const alias =
    name === 'latin1' || name === 'l1' || name === 'iso_8859-1'
      ? 'iso-8859-1'
      : name === 'ascii'
        ? 'us-ascii'
        : name;
  if (alias in OFFICIAL) return { name: alias, official: OFFICIAL[alias] ?? alias };
  try {
    const { encoding } = new TextDecoder(alias);
    return { name: encoding, official: encoding.replace(/^windows/, 'windows') };
  } catch {
    throw unknown();
  }
}

export function encodeText(text: string, given: string): Buffer {
  const encoding = find(given);
  const { name, official } = encoding;
  if (name === 'utf-8') return Buffer.from(text);
  if (name === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (name === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  if (name === 'utf-16')
    return Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, 'utf16le').swap16()]);
  const table = encodingTable(name);
  const bytes = Array.from(text).map((character) => table.get(character));
  if (bytes.includes(undefined))
    throw new ArgumentError(
      0,
      `the given string contains characters that cannot be represented in ${official}`,
    );
  return Buffer.from(bytes.flatMap((one) => [...(one ?? [])]));
}

export function decodeText(bytes: Buffer, given: string): string {
  const { name, official } = find(given);
  try {
    if (name === 'iso-8859-1') return bytes.toString('latin1');
    if (name === 'us-ascii') return ascii(bytes);
    const marked = name === 'utf-16' && bytes[0] === 0xff && bytes[1] === 0xfe;
    const label = name === 'utf-16' ? (marked ? 'utf-16le' : 'utf-16be') : name;
    return new TextDecoder(label, { fatal: true }).decode(bytes);
  } catch {
    throw new ArgumentError(0, `the given string contains symbols that are not defined for ${official}`);
  }
}

function ascii(bytes: Buffer): string {
  if (bytes.some((byte) => byte > 0x7f)) throw new RangeError('not ASCII');
  return bytes.toString('latin1');
}

const tables = new Map<string, ReadonlyMap<string, Uint8Array>>();

/** Node only decodes: what one or two bytes mean is turned round. */
function encodingTable(name: string): ReadonlyMap<string, Uint8Array> {
  const known = tables.get(name);
  if (known !== undefined) return known;
  const table = new Map<string, Uint8Array>();
  const limit = name === 'us-ascii' ? 0x80 : 0x100;
  const decode = decoderOf(name);
  const add = (bytes: Uint8Array) => {
    const character = decode(bytes);
    if (character !== undefined && Array.from(character).length === 1 && !table.has(character))
      table.set(character, bytes);
  };
  for (let first = 0; first < limit; first += 1) add(Uint8Array.of(first));
  if (!/^(?:us-ascii|iso-8859|windows|koi8|macintosh|ibm)/.test(name))
    for (let first = 0x81; first < 0x100; first += 1)
      for (let second = 0x30; second < 0x100; second += 1) add(Uint8Array.of(first, second));
  tables.set(name, table);
  return table;
}

function decoderOf(name: string): (bytes: Uint8Array) => string | undefined {
  if (name === 'iso-8859-1' || name === 'us-ascii') return (bytes) => Buffer.from(bytes).toString('latin1');
  const decoder = new TextDecoder(name, { fatal: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes);
    } catch {
      return undefined;
    }
  };
}
