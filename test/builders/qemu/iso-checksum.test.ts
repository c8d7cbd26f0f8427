import { expect, it } from 'vitest';
import { checksumFinding } from '../../../src/builders/qemu/iso-checksum.ts';

it.each<[string, string | undefined]>([
  ['none', undefined],
  ['file:sums.txt', undefined],
  ['d41d8cd98f00b204e9800998ecf8427e', undefined],
  ['md5:ab', undefined],
  ['ab', 'Unknown type for checksum ab in "ab"'],
  ['foo:ab', 'unsupported checksum type: foo in "foo:ab"'],
  ['md5:zz', `invalid checksum: encoding/hex: invalid byte: U+007A 'z' in "md5:zz"`],
  ['def', 'invalid checksum: encoding/hex: odd length hex string in "def"'],
  ['0x1F | u', `invalid checksum: encoding/hex: invalid byte: U+0078 'x' in "0x1F | u"`],
])('the checksum %s is judged as Packer judges it', (text, finding) => {
  expect(checksumFinding(text)).toBe(finding);
});
