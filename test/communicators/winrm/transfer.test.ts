import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Communicator } from '../../../src/communicators/communicator.ts';
import { sendBytes } from '../../../src/communicators/winrm/transfer.ts';
import { Wsman } from '../../../src/communicators/winrm/wsman.ts';
import { unzipTo } from '../../../src/communicators/winrm/zip.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { heard, type WindowsRig, windowsRig } from './rig.ts';

let rig: WindowsRig;
let comm: Communicator;
const { signal } = new AbortController();

beforeAll(async () => {
  rig = await windowsRig();
  comm = await rig.connect({ ntlm: true });
});
afterAll(async () => {
  await comm.close();
  await rig[Symbol.asyncDispose]();
});

it('moves 10 MiB there and back, whole, with progress', async () => {
  const folder = temporaryFolder('winrm');
  const data = randomBytes(10 * 2 ** 20);
  writeFileSync(join(folder, 'big.bin'), data);
  const told: number[] = [];
  const onProgress = (bytes: number, total: number) => void told.push(bytes / total);
  await comm.upload({ file: join(folder, 'big.bin') }, 'C:/new/folder/big.bin', { signal, onProgress });
  expect(told.at(-1)).toBe(1);
  expect(told.length).toBeGreaterThan(10);
  await comm.download('C:\\new\\folder\\big.bin', join(folder, 'back.bin'), { signal });
  expect(readFileSync(join(folder, 'back.bin')).equals(data)).toBe(true);
}, 60_000);

it('replaces a file, makes an empty one, and fills in variables of the path', async () => {
  const put = (content: string, path: string) => comm.upload({ content, mode: 0o644 }, path, { signal });
  await put('first, and longer', 'C:/one.txt');
  await put('second', 'C:/one.txt');
  await put('', 'C:/empty.txt');
  await put('found', '$env:ProgramData\\it is here.txt');
  expect(await rig.file('C:\\one.txt')).toBe('second');
  expect(await rig.file('C:\\empty.txt')).toBe('');
  expect(await rig.file('C:\\ProgramData\\it is here.txt')).toBe('found');
});

it('puts a file into a folder under its own name', async () => {
  const folder = temporaryFolder('winrm');
  writeFileSync(join(folder, 'named.txt'), 'x');
  await comm.upload({ file: join(folder, 'named.txt') }, 'C:\\into\\', { signal });
  expect(await rig.file('C:\\into\\named.txt')).toBe('x');
});

it('copies folders by the rule of the slash, and back', async () => {
  const folder = temporaryFolder('winrm');
  const source = join(folder, 'site');
  mkdirSync(join(source, 'deep', 'empty'), { recursive: true });
  writeFileSync(join(source, 'index.html'), 'grüße');
  writeFileSync(join(source, 'deep', 'leaf.txt'), 'leaf');
  await comm.uploadDir(source, 'C:/a', { signal });
  await comm.uploadDir(`${source}/`, 'C:/b', { signal });
  expect((await heard(comm, 'dir /b C:\\a C:\\a\\site\\deep')).stdout).toContain('site');
  expect(await rig.file('C:\\a\\site\\deep\\leaf.txt')).toBe('leaf');
  expect(await rig.file('C:\\b\\index.html')).toBe('grüße');
  await comm.downloadDir('C:/a/site', join(folder, 'back'), { signal });
  expect(readdirSync(join(folder, 'back', 'site')).sort()).toEqual(['deep', 'index.html']);
  expect(readFileSync(join(folder, 'back', 'site', 'index.html'), 'utf8')).toBe('grüße');
  expect(readdirSync(join(folder, 'back', 'site', 'deep')).sort()).toEqual(['empty', 'leaf.txt']);
});

it('says what is wrong with a path, in one sentence', async () => {
  const target = join(temporaryFolder('winrm'), 'never.txt');
  await expect(comm.download('C:/no/such.txt', target, { signal })).rejects.toMatchObject({
    code: 'transfer-failed',
    message: "download of C:/no/such.txt: Could not find a part of the path 'C:\\no\\such.txt'.",
  });
  await expect(comm.upload({ content: 'x', mode: 0o644 }, 'C:/Windows', { signal })).rejects.toMatchObject({
    code: 'transfer-failed',
    message: 'upload to C:/Windows: C:\\Windows is a folder',
  });
  await expect(comm.upload({ file: '/no/such' }, 'C:/x', { signal })).rejects.toMatchObject({
    message: 'open /no/such: no such file or directory',
  });
});

it('refuses what the guest says it got otherwise', async () => {
  const wsman = new Wsman(rig.options());
  const script = "while([Console]::In.ReadLine() -ne $null){}; [Console]::Out.WriteLine('done 3 0badc0de')";
  async function* bytes() {
    yield Buffer.from('abc');
  }
  const sending = sendBytes(
    wsman,
    { what: 'upload to x', script, signal },
    { bytes: bytes(), onBytes: () => undefined },
  );
  await expect(sending).rejects.toMatchObject({
    code: 'transfer-failed',
    message: 'upload to x: the file arrived damaged',
    hint: expect.stringMatching(/here: 3 ba7816bf.*on the guest: 3 0badc0de/),
  });
  await wsman.close();
});

it('leaves no temporary file behind', async () => {
  const { files } = await rig.guest.capture();
  expect(Object.keys(files).filter((path) => path.endsWith('.tmp'))).toEqual([]);
});

it('lays no file of an archive outside of the folder', async () => {
  const folder = temporaryFolder('winrm');
  const archive = zipSync({ '../outside.txt': Buffer.from('x') });
  await expect(unzipTo(archive, join(folder, 'in'))).rejects.toMatchObject({ code: 'transfer-failed' });
  expect(readdirSync(folder)).toEqual(['in']);
});
