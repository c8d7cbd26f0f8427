import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { windowsRig } from './rig.ts';

it('opens a PowerShell prompt that keeps what one line did for the next', async () => {
  await using rig = await windowsRig();
  const comm = await rig.connect();
  const stdin = new PassThrough();
  let shown = '';
  const answers = [
    ['PS C:\\Users\\Administrator> ', '$x = 41\r'],
    ['= 41', 'Set-Location C:/Windows; "x is $($x + 1)"\r'],
    ['x is 42', 'nonsense\r'],
    ["'nonsense' is not recognized", 'exit\r'],
  ];
  const ended = comm.shell?.({
    signal: new AbortController().signal,
    stdin,
    columns: 80,
    rows: 24,
    onResize: () => () => undefined,
    write(bytes) {
      shown += Buffer.from(bytes).toString('utf8');
      const [next] = answers;
      if (next === undefined || !shown.includes(next[0] ?? '')) return;
      answers.shift();
      setImmediate(() => stdin.write(next[1] ?? ''));
    },
  });
  expect(await ended).toEqual({ code: 0 });
  expect(shown).toContain('PS C:\\Windows> ');
  expect(answers).toEqual([]);
  await comm.close();
});
