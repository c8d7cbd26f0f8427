/** The format's unit: headers and contents are padded to it. */
export const BLOCK = 512;

interface Header {
  /** Path within the archive; a folder's ends with a slash. */
  readonly name: string;
  readonly size: number;
  readonly mode: number;
  /** Seconds since 1970. */
  readonly time: number;
}

/** Larger sizes have no room in the octal field of the header. */
const LARGEST = 8 ** 11 - 1;

/**
 * The header of an entry as every tar reads it (POSIX.1-1988 ustar). What does not fit goes into an extended header before
 * it (POSIX.1-2001 pax). The package that unpacks could also pack, but a stream for each entry costs it ten times the
 * time that small files take here.
 */
export function tarHeader(header: Header): Buffer {
  const place = split(Buffer.from(header.name));
  if (place !== undefined && header.size <= LARGEST) return ustar(header, place);
  const records = Buffer.concat([
    ...(place === undefined ? [record('path', header.name)] : []),
    ...(header.size > LARGEST ? [record('size', String(header.size))] : []),
  ]);
  const extended = { ...header, size: records.length, mode: 0o644 };
  const short = Buffer.from(header.name).subarray(0, 100);
  return Buffer.concat([
    ustar(extended, { name: Buffer.from('PaxHeader/entry') }, 'x'),
    records,
    padding(records.length),
    ustar({ ...header, size: Math.min(header.size, LARGEST) }, place ?? { name: short }),
  ]);
}

/** What fills the last block of so many bytes. */
export function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

interface Place {
  readonly name: Buffer;
  readonly prefix?: Buffer;
}

/** Where the name stands: alone, or cut at a slash into two fields. */
function split(name: Buffer): Place | undefined {
  if (name.length <= 100) return { name };
  for (let at = name.length - 101; at < name.length - 1 && at <= 155; at += 1)
    if (at > 0 && name[at] === 0x2f) return { name: name.subarray(at + 1), prefix: name.subarray(0, at) };
  return undefined;
}

function ustar({ name, size, mode, time }: Header, place: Place, type?: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, width: number) =>
    block.write(value.toString(8).padStart(width - 1, '0'), at, 'latin1');
  place.name.copy(block, 0);
  octal(mode, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(time, 136, 12);
  block.write('        ', 148, 'latin1');
  block.write(type ?? (name.endsWith('/') ? '5' : '0'), 156, 'latin1');
  block.write('ustar\u000000', 257, 'latin1');
  place.prefix?.copy(block, 345);
  let sum = 0;
  // By index: this is most of what a small file costs here.
  for (let at = 0; at < BLOCK; at += 1) sum += block[at] ?? 0;
  block.write(`${sum.toString(8).padStart(6, '0')}\u0000 `, 148, 'latin1');
  return block;
}

/** `LENGTH KEY=VALUE` and a line end; the length counts itself. */
function record(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return Buffer.from(`${length} ${key}=${value}\n`);
}
