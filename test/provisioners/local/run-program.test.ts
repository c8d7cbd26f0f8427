import { expect, test } from 'vitest';
import { endText, runLocalProgram } from '../../../src/provisioners/local/run-program.ts';
import { eventually } from '../../guests/rig.ts';

function run(argv: readonly string[], signal = new AbortController().signal, onLine = (_line: string) => {}) {
  return runLocalProgram(argv, { signal, env: { GIVEN: 'yes' }, onLine: (_stream, line) => onLine(line) });
}

test('a program has the variables it is given, no input, and its ending is told as Go tells it', async () => {
  const lines: string[] = [];
  const ended = await run(['sh', '-c', 'echo "$GIVEN"; cat; exit 7'], undefined, (line) => lines.push(line));
  expect(lines).toEqual(['yes']);
  expect(endText(ended)).toBe('exit status 7');
  expect(endText(await run(['sh', '-c', 'kill -9 $$']))).toBe('signal: killed');
});

test.each([
  ['no-such-program', 'exec: "no-such-program": executable file not found in $PATH'],
  ['/no/such/program', 'fork/exec /no/such/program: no such file or directory'],
  ['/etc/passwd', 'fork/exec /etc/passwd: permission denied'],
])('%s cannot be started', async (program, message) => {
  await expect(run([program])).rejects.toMatchObject({ code: 'script-failed', message });
});

test('cancelling ends the program and what it started', async () => {
  const stop = new AbortController();
  let child = 0;
  const ended = await run(['sh', '-c', 'sleep 600 & echo $!; wait'], stop.signal, (line) => {
    child = Number(line);
    stop.abort();
  });
  expect(endText(ended)).toBe('signal: killed');
  expect(child).toBeGreaterThan(1);
  expect(await eventually(() => !isRunning(child))).toBe(true);
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
