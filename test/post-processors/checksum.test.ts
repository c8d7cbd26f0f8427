import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { postProcessing } from './rig.ts';

const MD5 = '900150983cd24fb0d6963f7d28e17f72';

it('writes one line a file into a file for each kind of sum', async () => {
  using at = postProcessing({ f: 'abc', g: 'abc' });
  const output = `${at.folder}/sums/{{.BuildName}}_{{.ChecksumType}}`;
  const made = await at.run('checksum', { output, checksum_types: ['md5', 'sha1'] });
  expect(readFileSync(at.path('sums/pages_md5'), 'utf8')).toBe(`${MD5}\tf\n${MD5}\tg\n`);
  expect(made).toMatchObject({
    builderId: 'packer.post-processor.checksum',
    files: [...at.input.files, at.path('sums/pages_md5'), at.path('sums/pages_sha1')],
  });
});

it('adds to a file that is there, which stays no part of the artifact', async () => {
  using at = postProcessing({ f: 'abc' });
  writeFileSync(at.path('sum'), 'before\n');
  const made = await at.run('checksum', { output: at.path('sum') });
  expect(readFileSync(at.path('sum'), 'utf8')).toBe(`before\n${MD5}\tf\n`);
  expect(made?.files).toEqual(at.input.files);
});

it.each([
  ['', `${MD5}\tf\n`],
  [`${MD5}`, `${MD5}\tf\n`],
  [`${MD5}\tf\n`, `${MD5}\tf\n`],
  ['before\n', `before\n${MD5}\tf\n`],
  [`before\n${MD5}\tf\n`, `before\n${MD5}\tf\n`],
])('after an interrupted try that left %j it writes nothing twice', async (left, after) => {
  using at = postProcessing({ f: 'abc' });
  writeFileSync(at.path('sum'), left);
  await at.run('checksum', { output: at.path('sum') }, at.input, { again: true });
  expect(readFileSync(at.path('sum'), 'utf8')).toBe(after);
});

it('refuses kinds that there are not, all of them, and files that it cannot read', async () => {
  using at = postProcessing({ f: 'abc' });
  await expect(at.run('checksum', { checksum_types: ['crc', 'md5', 'foo'] })).rejects.toThrow(
    '2 error(s) occurred:\n\n* Unrecognized checksum type: crc\n* Unrecognized checksum type: foo',
  );
  const gone = { ...at.input, files: [at.path('gone')] };
  await expect(at.run('checksum', { output: at.path('s') }, gone)).rejects.toThrow(
    `unable to open file ${at.path('gone')}: open ${at.path('gone')}: no such file or directory`,
  );
});
