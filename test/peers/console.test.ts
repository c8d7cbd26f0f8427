import { spawn } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { ownFolder } from './own-folder.ts';
import { plainEnvironment } from './packer-command.ts';
import { missing } from './program.ts';

const program = new URL('../../bin/ecs-imagebuild.js', import.meta.url).pathname;
const template = {
  variables: { release: '1.4' },
  builders: [{ type: 'null', communicator: 'none' }],
};

const CONTROL_C = '\u0003';
const CONTROL_D = '\u0004';

/** Types into the console in a real terminal, each text once the screen shows what it waits for. */
async function typed(steps: readonly (readonly [waitFor: string, text: string])[]) {
  using folder = ownFolder({ 't.json': template });
  const cwd = folder.path;
  const child = spawn('script', ['-qfec', `node ${program} console t.json`, '/dev/null'], {
    cwd,
    env: { ...plainEnvironment(cwd), TERM: 'xterm', SHELL: '/bin/sh' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const rest = [...steps];
  let screen = '';
  let seen = 0;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    screen += text;
    for (let [step] = rest; step !== undefined && screen.includes(step[0], seen); [step] = rest) {
      seen = screen.indexOf(step[0], seen) + step[0].length;
      child.stdin.write(step[1]);
      rest.shift();
    }
  });
  const code = await new Promise((resolve) => child.once('close', resolve));
  return { code, screen, left: rest.length };
}

describe.skipIf(missing('script') !== undefined)('the console in a real terminal', () => {
  test('prompts, answers, completes names and ends at exit', async () => {
    const { code, screen, left } = await typed([
      ['> ', '{{user `rel\t'],
      ['release', '`}}-x\r'],
      ['1.4-x', '{{nope}}\r'],
      ['not defined', 'exit\r'],
    ]);
    expect({ code, left }, screen).toEqual({ code: 0, left: 0 });
  });

  test('forgets a line at Ctrl-C, and ends at Ctrl-C on an empty one', async () => {
    const { code, screen, left } = await typed([
      ['> ', '{{broken'],
      ['broken', `${CONTROL_C}{{user \`release\`}}\r`],
      ['1.4\r\n', CONTROL_C],
    ]);
    expect({ code, left }, screen).toEqual({ code: 0, left: 0 });
    expect(screen).not.toContain('Interpolation error');
  });

  test('ends at Ctrl-D', async () => {
    const { code, screen, left } = await typed([['> ', CONTROL_D]]);
    expect({ code, left }, screen).toEqual({ code: 0, left: 0 });
  });
});
