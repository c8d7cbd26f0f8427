import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openStateFolder } from '../../src/emulator/state-folder.ts';

let path: string;

beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'emulator-state-'));
});

afterEach(() => rm(path, { recursive: true, force: true }));

describe('a state folder', () => {
  test('gives the next run what the last one kept, and is readable by its owner alone', async () => {
    const first = await openStateFolder(join(path, 'new'));
    expect(first.stored).toBeUndefined();
    first.keep(() => ({ images: ['m-1'], text: '中文' }));
    await first.close();
    const second = await openStateFolder(join(path, 'new'));
    expect(second.stored).toEqual({ images: ['m-1'], text: '中文' });
    await second.release();
    expect((await stat(join(path, 'new/state.json'))).mode & 0o077).toBe(0);
    expect(await readdir(join(path, 'new'))).toEqual(['state.json']);
  });

  test('stores a change soon, without a close', async () => {
    const folder = await openStateFolder(path);
    let made = 0;
    const stored = () => readFile(join(path, 'state.json'), 'utf8').then(JSON.parse, () => undefined);
    folder.keep(() => ({ made }));
    for (made = 1; made < 50; made += 1) folder.changed();
    await expect.poll(stored).toMatchObject({ made: 50 });
    made = 51;
    folder.changed();
    await expect.poll(stored).toMatchObject({ made: 51 });
    await folder.close();
  });

  test('belongs to one emulator at a time', async () => {
    const first = await openStateFolder(path);
    await expect(openStateFolder(path)).rejects.toMatchObject({
      code: 'emulator-invalid',
      message: `The state folder ${path} is in use by another emulator (process ${process.pid}).`,
    });
    await first.close();
    await (await openStateFolder(path)).close();
  });

  test('is free again when the process that had it is gone or never finished its lock', async () => {
    const { pid } = spawnSync('true');
    for (const lock of [JSON.stringify({ pid, bootId: '', startTime: '' }), '{"pid"']) {
      await writeFile(join(path, 'lock'), lock);
      await (await openStateFolder(path)).close();
    }
  });

  test('is refused when it has another format, and stays as it is', async () => {
    const text = '{"format":"ecs-imagebuild emulator state 9","world":{}}';
    await writeFile(join(path, 'state.json'), text);
    await expect(openStateFolder(path)).rejects.toMatchObject({
      code: 'emulator-invalid',
      message: expect.stringContaining(
        'has the format "ecs-imagebuild emulator state 9"; this version reads',
      ),
    });
    expect(await readdir(path)).toEqual(['state.json']);
    expect(await readFile(join(path, 'state.json'), 'utf8')).toBe(text);
  });

  test.each(['{"format":', 'null'])('that holds %s cannot be read', async (text) => {
    await writeFile(join(path, 'state.json'), text);
    await expect(openStateFolder(path)).rejects.toMatchObject({
      code: 'emulator-invalid',
      message: expect.stringContaining('state.json cannot be read'),
    });
  });

  test('that cannot be written is told at the latest at the close, and given free', async () => {
    const folder = await openStateFolder(path);
    folder.keep(() => ({ big: 1n }));
    await expect(folder.close()).rejects.toMatchObject({ code: 'emulator-invalid' });
    await (await openStateFolder(path)).release();
    const file = join(path, 'file');
    await writeFile(file, '');
    await expect(openStateFolder(file)).rejects.toMatchObject({
      message: expect.stringContaining(`cannot be kept in ${file}`),
    });
  });
});
