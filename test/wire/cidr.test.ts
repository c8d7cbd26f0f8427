import { describe, expect, test } from 'vitest';
import { type Cidr, contains, formatCidr, freeBlock, parseCidr } from '../../src/wire/cidr.ts';

const cidr = (text: string): Cidr => parseCidr(text) ?? { base: -1, prefix: -1 };
const free = (range: string, prefix: number, taken: readonly string[]) => {
  const block = freeBlock(cidr(range), prefix, taken.map(cidr));
  return block && formatCidr(block);
};

describe('an address range', () => {
  test.each(['10.0.0.0', '10.0.0.0/33', '256.0.0.0/8', '10.0.0.1/24', 'ten'])('%s is none', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test('survives being read and written', () => {
    expect(formatCidr(cidr('192.168.128.0/17'))).toBe('192.168.128.0/17');
  });
});

test('a block contains itself and what is in it', () => {
  const inside = (inner: string) => contains(cidr('172.16.0.0/12'), cidr(inner));
  expect(['172.16.0.0/12', '172.31.255.0/24', '172.0.0.0/8', '172.32.0.0/16'].map(inside)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

describe('a free block', () => {
  test('is the first one in an empty range', () => expect(free('10.0.0.0/8', 24, [])).toBe('10.0.0.0/24'));
  test('lies behind what is taken, at its own multiple', () =>
    expect(free('10.0.0.0/8', 24, ['10.0.0.0/24', '10.0.1.64/26'])).toBe('10.0.2.0/24'));
  test('fills a gap', () =>
    expect(free('10.0.0.0/16', 24, ['10.0.0.0/24', '10.0.2.0/24'])).toBe('10.0.1.0/24'));
  test('is never larger than the range', () => expect(free('10.0.0.0/26', 24, [])).toBe('10.0.0.0/26'));
  test('is undefined when everything is taken', () =>
    expect(free('10.0.0.0/16', 24, ['10.0.0.0/17', '10.0.128.0/17'])).toBeUndefined());
});
