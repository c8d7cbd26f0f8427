/** An IPv4 address range: its first address as a number, and the length of its prefix. */
export interface Cidr {
  readonly base: number;
  readonly prefix: number;
}

/** `undefined` unless it is `a.b.c.d/n` with no bit set behind the prefix. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = match.slice(1).map(Number);
  if ([a, b, c, d].some((byte) => byte > 255) || prefix > 32) return undefined;
  const base = ((a * 256 + b) * 256 + c) * 256 + d;
  return base % 2 ** (32 - prefix) === 0 ? { base, prefix } : undefined;
}

export function formatCidr({ base, prefix }: Cidr): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(base / 2 ** shift) % 256);
  return `${bytes.join('.')}/${prefix}`;
}

export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.base < b.base + 2 ** (32 - b.prefix) && b.base < a.base + 2 ** (32 - a.prefix);
}

/** Whether `inner` lies in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  return outer.prefix <= inner.prefix && overlaps(outer, inner);
}

/** The first block of this size inside `range` that overlaps nothing `taken`. */
export function freeBlock(range: Cidr, prefix: number, taken: readonly Cidr[]): Cidr | undefined {
  const size = 2 ** (32 - Math.max(prefix, range.prefix));
  const end = range.base + 2 ** (32 - range.prefix);
  let base = range.base;
  while (base + size <= end) {
    const block = { base, prefix: Math.max(prefix, range.prefix) };
    const obstacle = taken.find((each) => overlaps(each, block));
    if (obstacle === undefined) return block;
    const after = obstacle.base + 2 ** (32 - obstacle.prefix);
    base = Math.ceil(after / size) * size;
  }
  return undefined;
}

/** An address or range as the service takes it; `undefined` when it is neither. */
export function sourceRange(text: string): string | undefined {
  const range = text.includes('/') ? text : `${text}/32`;
  return parseCidr(range) === undefined ? undefined : range;
}
