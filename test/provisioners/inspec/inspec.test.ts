import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { localTool } from '../local-tool.ts';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

let guest: ToolGuest;
let tool: ReturnType<typeof localTool>;
beforeAll(async () => {
  guest = await toolGuest([], { 'attributes/a.yml': 'a: 1' });
  tool = localTool(guest.folder);
});
afterAll(() => guest.dispose());

test('reaches the guest through the proxy, with its inputs, and leaves no file', async () => {
  const { failure } = await guest.run({
    type: 'inspec',
    command: tool.program,
    profile: 'baseline',
    user: 'me',
    attributes: ['@/attributes/a.yml'],
    attributes_directory: '@/attributes',
    extra_arguments: ['--no-color'],
    inspec_env_vars: ['TOOL_X={{build `ID`}}'],
  });
  expect(failure).toBeUndefined();
  const [call] = tool.calls();
  expect(call?.guest).toEqual({ stdout: 'through\n', code: 5 });
  expect(call?.inputs).toBe('packer_build_name: null\npacker_builder_type: null\n');
  expect(call).toMatchObject({ keyMode: '600', env: { TOOL_X: 'Null' } });
  const [key = '', port = '', own = ''] = [call?.args[9], call?.args[11], call?.args[14]];
  expect(call?.args).toEqual([
    'exec',
    'baseline',
    '--backend',
    'ssh',
    '--host',
    '127.0.0.1',
    '--user',
    'me',
    '--key-files',
    key,
    '--port',
    port,
    '--input-file',
    `${guest.folder}/attributes/a.yml`,
    own,
    '--no-color',
  ]);
  expect(own).toMatch(/\/attributes\/packer-provisioner-inspec\.\d+\.yml$/);
  expect([key, own].map((path) => existsSync(path))).toEqual([false, false]);
});

test('controls that fail fail the build', async () => {
  const { failure } = await guest.run({
    type: 'inspec',
    command: tool.program,
    profile: 'baseline',
    inspec_env_vars: ['TOOL_EXIT=100'],
  });
  expect(failure).toBe('Error executing Inspec: Non-zero exit status: exit status 100');
});

test('only SSH needs the proxy', async () => {
  await guest.run({
    type: 'inspec',
    command: tool.program,
    profile: 'p',
    backend: 'winrm',
    host: '192.0.2.1',
  });
  const [call] = tool.calls().slice(-1);
  expect(call?.args.slice(2, 6)).toEqual(['--backend', 'winrm', '--host', '192.0.2.1']);
  expect(call?.args).not.toContain('--port');
});
