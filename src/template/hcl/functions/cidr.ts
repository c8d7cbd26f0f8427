import { isIP } from 'node:net';
import { listOf, STRING } from '../types/type.ts';
import { stringList, stringValue, type Value } from '../values/value.ts';
import { integerOf, number, ofTexts, text, textOf } from './define.ts';
import { ArgumentError, FunctionError, type HclFunction } from './function.ts';

export const CIDR: Readonly<Record<string, HclFunction>> = {
  cidrhost: { parameters: [text('prefix'), number('hostnum')], returns: STRING, call: host },
  cidrnetmask: ofTexts(['prefix'], (prefix) => {
    const { length, bits } = parse(prefix, fail);
    return addressText(mask(length, bits), bits);
  }),
  cidrsubnet: {
    parameters: [text('prefix'), number('newbits'), number('netnum')],
    returns: STRING,
    call: subnet,
  },
  cidrsubnets: {
    parameters: [text('prefix')],
    rest: number('newbits'),
    returns: listOf(STRING),
    call: subnets,
  },
};

interface Network {
  readonly address: bigint;
  readonly length: number;
  /** Bits of an address. */
  readonly bits: number;
}

const fail = (why: string) => new FunctionError(why);

function parse(prefix: string, refuse: (why: string) => Error): Network {
  const [, address = '', length = ''] = /^([^/]*)\/(\d{1,3})$/.exec(prefix) ?? [];
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || Number(length) > bits || address.includes('%'))
    throw refuse(`invalid CIDR expression: invalid CIDR address: ${prefix}`);
  const value =
    version === 4 ? ofGroups(address.split('.').map(Number), 8n) : ofGroups(expanded(address), 16n);
  return { address: value & mask(Number(length), bits), length: Number(length), bits };
}

function ofGroups(groups: readonly number[], width: bigint): bigint {
  return groups.reduce((value, group) => (value << width) | BigInt(group), 0n);
}

/** The eight groups of an IPv6 address; its last two may be written as IPv4. */
function expanded(address: string): readonly number[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const [first, last] = [groups(head), groups(tail ?? '')];
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => 0), ...last];
}

function mask(length: number, bits: number): bigint {
  return ((1n << BigInt(length)) - 1n) << BigInt(bits - length);
}

function addressText(address: bigint, bits: number): string {
  const width = bits === 32 ? 8 : 16;
  const count = bits === 32 ? 4 : 8;
  const groups = Array.from(
    { length: count },
    (_, index) => (address >> BigInt(width * (count - 1 - index))) & ((1n << BigInt(width)) - 1n),
  );
  if (bits === 32) return groups.join('.');
  return compressed(groups.map((group) => group.toString(16)));
}

/** The first of the longest runs of zeros becomes `::`. */
function compressed(groups: readonly string[]): string {
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start += 1) {
    const end = groups.findIndex((group, index) => index >= start && group !== '0');
    const length = (end < 0 ? groups.length : end) - start;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

function host([prefix, hostnum]: readonly Value[]): Value {
  const index = integerOf(hostnum);
  const { address, length, bits } = parse(textOf(prefix), fail);
  const size = 1n << BigInt(bits - length);
  const place = index < 0 ? size + BigInt(index) : BigInt(index);
  if (place < 0n || place >= size)
    throw new FunctionError(`prefix of ${length} does not accommodate a host numbered ${index}`);
  return stringValue(addressText(address | place, bits));
}

function subnet([prefix, newbits, netnum]: readonly Value[]): Value {
  const [extension, index] = [integerOf(newbits), integerOf(netnum)];
  const network = parse(textOf(prefix), fail);
  if (extension > 32) throw new FunctionError('may not extend prefix by more than 32 bits');
  const length = network.length + extension;
  if (length > network.bits || length < 0)
    throw new FunctionError(
      `insufficient address space to extend prefix of ${network.length} by ${extension}`,
    );
  if (index < 0 || BigInt(index) >= 1n << BigInt(Math.max(0, extension)))
    throw new FunctionError(
      `prefix extension of ${extension} does not accommodate a subnet numbered ${index}`,
    );
  const address =
    (network.address & mask(length, network.bits)) | (BigInt(index) << BigInt(network.bits - length));
  return stringValue(`${addressText(address, network.bits)}/${length}`);
}

/** Networks one after another, each of its own size. */
function subnets([prefix, ...extensions]: readonly Value[]): Value {
  const network = parse(textOf(prefix), (why) => new ArgumentError(0, why));
  const end = network.address + (1n << BigInt(network.bits - network.length));
  const names: string[] = [];
  let next = network.address;
  for (const [index, extension] of extensions.entries()) {
    const refuse = (why: string) => new ArgumentError(index + 1, why);
    const bits = integerOf(extension, refuse);
    const length = network.length + bits;
    if (bits < 1) throw refuse('must extend prefix by at least one bit');
    if (bits > 32) throw refuse('may not extend prefix by more than 32 bits');
    if (length > network.bits)
      throw refuse(
        `would extend prefix to ${length} bits, which is too long for an IPv${network.bits === 32 ? 4 : 6} address`,
      );
    const size = 1n << BigInt(network.bits - length);
    const start = ((next + size - 1n) / size) * size;
    if (start + size > end)
      throw refuse(
        `not enough remaining address space for a subnet with a prefix of ${length} bits after ${names.at(-1) ?? textOf(prefix)}`,
      );
    names.push(`${addressText(start, network.bits)}/${length}`);
    next = start + size;
  }
  return stringList(names);
}
