import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

let guest: ToolGuest;
beforeAll(async () => {
  guest = await toolGuest(['converge'], { 'modules/web.hcl': 'module' });
});
afterAll(() => guest.dispose());

test('uploads modules and applies one with its parameters', async () => {
  await guest.text('mkdir -p /opt/m');
  const { failure, lines } = await guest.run({
    type: 'converge',
    module: 'web.hcl',
    working_directory: '/opt/m',
    params: { b: '2', a: 'x y' },
    module_dirs: [{ source: '@/modules/', destination: '/opt/m' }],
  });
  expect(failure).toBeUndefined();
  expect(lines).toEqual([
    'say: Provisioning with Converge',
    'message: transferred "@/modules/" to "/opt/m"',
    'stdout: converge ran',
  ]);
  expect(await guest.calls()).toEqual([
    'converge apply --local --log-level=WARNING --paramsJSON {"a":"x y","b":"2"} web.hcl',
  ]);
  expect(await guest.text('cat /opt/m/web.hcl')).toBe('module');
});

test('a bootstrap that fails ends it', async () => {
  const settings = {
    type: 'converge',
    module: 'm',
    bootstrap: true,
    bootstrap_command: 'echo why >&2; exit 2',
  };
  const { failure, lines } = await guest.run(settings);
  expect(failure).toBe('Error bootstrapping converge');
  expect(lines).toContain('error: why');
});

test('a missing tool is told with what may be the reason', async () => {
  const { failure, lines } = await guest.run({ type: 'converge', module: 'm', execute_command: 'exit 127' });
  expect(failure).toBe('Could not find Converge');
  expect(lines.at(-1)).toContain('Bootstrapping was disabled for this run.');
});
