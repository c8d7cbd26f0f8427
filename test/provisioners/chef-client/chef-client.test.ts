import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

const base = {
  type: 'chef-client',
  skip_install: true,
  server_url: 'https://chef.test',
  node_name: 'n1',
  staging_directory: '/tmp/client',
} as const;

let guest: ToolGuest;
beforeAll(async () => {
  guest = await toolGuest(['chef-client', 'knife'], { 'validation.pem': 'key', secret: 's' });
});
afterAll(() => guest.dispose());

test('registers the node, runs chef-client, and signs the node off', async () => {
  const { failure } = await guest.run({
    ...base,
    validation_key_path: '@/validation.pem',
    encrypted_data_bag_secret_path: '@/secret',
    policy_name: 'p',
    policy_group: 'g',
    ssl_verify_mode: 'verify_none',
    json: { a: 1 },
    skip_clean_staging_directory: true,
  });
  expect(failure).toBeUndefined();
  expect(await guest.calls()).toEqual([
    'chef-client --no-color -c /tmp/client/client.rb -j /tmp/client/first-boot.json',
    'knife node delete n1 -y -c /tmp/client/knife.rb',
    'knife client delete n1 -y -c /tmp/client/knife.rb',
  ]);
  const client = await guest.text('cat /tmp/client/client.rb');
  for (const line of [
    'chef_server_url "https://chef.test"',
    'client_key "/tmp/client/client.pem"',
    'encrypted_data_bag_secret "/tmp/client/encrypted_data_bag_secret"',
    'validation_client_name "chef-validator"',
    'validation_key "/tmp/client/validation.pem"',
    'node_name "n1"',
    'policy_name "p"',
    'ssl_verify_mode :verify_none',
  ])
    expect(client.split('\n')).toContain(line);
  expect(await guest.text('cat /tmp/client/validation.pem /tmp/client/encrypted_data_bag_secret')).toBe(
    'keys',
  );
  expect(JSON.parse(await guest.text('cat /tmp/client/first-boot.json'))).toEqual({ a: 1 });
});

test('a node whose run failed is signed off all the same; its files stay', async () => {
  await guest.text('echo 7 > /exit-chef-client');
  const { failure, lines } = await guest.run({ ...base, skip_clean_client: true });
  expect(failure).toBe('Error executing Chef: Non-zero exit status: 7');
  expect(lines).toContain('say: Cleaning up chef node...');
  expect(lines).not.toContain('say: Cleaning up chef client...');
  expect((await guest.calls()).map((call) => call.split(' ')[0])).toEqual(['chef-client', 'knife']);
  expect(await guest.text('ls /tmp/client/client.rb')).not.toBe('');
  await guest.text('rm /exit-chef-client');
});

test('the files are removed after a good run', async () => {
  await guest.run(base);
  expect(await guest.text('ls -d /tmp/client || echo gone')).toBe('gone\n');
});

test('with full rights the command runs in a task, whose script knows the user and not a word of PowerShell in it', async () => {
  await guest.text('mkdir -p /root/C:/Windows/Temp');
  const { lines } = await guest.run({
    ...base,
    elevated_user: "O'Neil",
    elevated_password: 'a"$b',
    skip_clean_node: true,
    skip_clean_client: true,
    execute_command: "chef-client 'x' & y",
  });
  const sent = lines.find((line) => line.includes('Executing Chef')) ?? '';
  expect(sent).toMatch(
    /powershell -executionpolicy bypass -file "C:\/Windows\/Temp\/packer-elevated-shell-[-0-9a-f]+\.ps1"$/,
  );
  expect(sent).not.toContain('a"$b');
});
