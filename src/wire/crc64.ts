/**
 * CRC-64 of ECMA-182 as OSS computes it: reflected, all bits set before and flipped after. In two halves of 32 bits and eight
 * bytes at a time, because BigInt would be a hundred times slower.
 */
export class Crc64 {
  #high = -1;
  #low = -1;
  #length = 0;

  /** Takes the next bytes. */
  update(bytes: Uint8Array): this {
    let [high, low] = [this.#high, this.#low];
    let at = 0;
    const whole = bytes.length - (bytes.length % 8);
    for (; at < whole; at += 8) {
      const a =
        low ^
        (byte(bytes, at) |
          (byte(bytes, at + 1) << 8) |
          (byte(bytes, at + 2) << 16) |
          (byte(bytes, at + 3) << 24));
      const b =
        high ^
        (byte(bytes, at + 4) |
          (byte(bytes, at + 5) << 8) |
          (byte(bytes, at + 6) << 16) |
          (byte(bytes, at + 7) << 24));
      const i0 = 1792 + (a & 255);
      const i1 = 1536 + ((a >>> 8) & 255);
      const i2 = 1280 + ((a >>> 16) & 255);
      const i3 = 1024 + (a >>> 24);
      const i4 = 768 + (b & 255);
      const i5 = 512 + ((b >>> 8) & 255);
      const i6 = 256 + ((b >>> 16) & 255);
      const i7 = b >>> 24;
      high = H(i0) ^ H(i1) ^ H(i2) ^ H(i3) ^ H(i4) ^ H(i5) ^ H(i6) ^ H(i7);
      low = L(i0) ^ L(i1) ^ L(i2) ^ L(i3) ^ L(i4) ^ L(i5) ^ L(i6) ^ L(i7);
    }
    for (; at < bytes.length; at += 1) {
      const index = (low ^ byte(bytes, at)) & 255;
      low = ((low >>> 8) | (high << 24)) ^ L(index);
      high = (high >>> 8) ^ H(index);
    }
    this.#high = high;
    this.#low = low;
    this.#length += bytes.length;
    return this;
  }

  /** What was taken so far, as the decimal text of OSS's headers. */
  get text(): string {
    return String(this.sum.crc);
  }

  get sum(): Crc64Sum {
    return { crc: (BigInt(~this.#high >>> 0) << 32n) | BigInt(~this.#low >>> 0), length: this.#length };
  }
}

/** The CRC of some bytes, and how many they were. */
export interface Crc64Sum {
  readonly crc: bigint;
  readonly length: number;
}

/** The CRC of bytes that were summed up in pieces, in their order. */
export function joined(sums: readonly Crc64Sum[]): Crc64Sum {
  return sums.reduce(
    (before, { crc, length }) => ({
      crc: times(before.crc, zeros(length)) ^ crc,
      length: before.length + length,
    }),
    { crc: 0n, length: 0 },
  );
}

const POLYNOMIAL = 0xc96c5795d7870f42n;
const ONE = 1n << 63n;

/** What so many bytes of zeros multiply a sum by: x to the power of their bits. */
function zeros(length: number): bigint {
  let power = ONE >> 8n;
  let result = ONE;
  for (let rest = length; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, power);
    power = times(power, power);
  }
  return result;
}

/** Product of two polynomials whose highest bit is the lowest power. */
function times(a: bigint, b: bigint): bigint {
  let product = 0n;
  let shifted = b;
  for (let bit = ONE; bit > 0n; bit >>= 1n) {
    if ((a & bit) !== 0n) product ^= shifted;
    shifted = (shifted & 1n) === 0n ? shifted >> 1n : (shifted >> 1n) ^ POLYNOMIAL;
  }
  return product;
}

const HIGH = new Int32Array(2048);
const LOW = new Int32Array(2048);
fill();

function fill(): void {
  for (let index = 0; index < 256; index += 1) {
    let value = BigInt(index);
    for (let bit = 0; bit < 8; bit += 1)
      value = (value & 1n) === 0n ? value >> 1n : (value >> 1n) ^ POLYNOMIAL;
    set(index, value);
  }
  for (let index = 256; index < 2048; index += 1) {
    const [high, low] = [H(index - 256), L(index - 256)];
    const next = low & 255;
    LOW[index] = ((low >>> 8) | (high << 24)) ^ L(next);
    HIGH[index] = (high >>> 8) ^ H(next);
  }
}

function set(index: number, value: bigint): void {
  HIGH[index] = Number(BigInt.asIntN(32, value >> 32n));
  LOW[index] = Number(BigInt.asIntN(32, value));
}

function H(index: number): number {
  return HIGH[index] as number;
}

function L(index: number): number {
  return LOW[index] as number;
}

function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
