import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

let guest: ToolGuest;
beforeAll(async () => {
  guest = await toolGuest(['puppet'], { 'certs/c.pem': 'cert', 'keys/k.pem': 'key' });
});
afterAll(() => guest.dispose());

test('uploads certificate and keys, and runs the agent once', async () => {
  const { failure } = await guest.run({
    type: 'puppet-server',
    puppet_server: 'puppet.test',
    puppet_node: 'n',
    staging_dir: '/tmp/s',
    client_cert_path: '@/certs',
    client_private_key_path: '@/keys',
    prevent_sudo: true,
  });
  expect(failure).toBeUndefined();
  expect(await guest.calls()).toEqual([
    'puppet agent --onetime --no-daemonize --detailed-exitcodes --server=puppet.test --certname=n --certdir=/tmp/s/certs --privatekeydir=/tmp/s/private_keys',
  ]);
  expect(await guest.text('cat /tmp/s/certs/c.pem /tmp/s/private_keys/k.pem')).toBe('certkey');
});

test('a failing agent fails the build', async () => {
  await guest.text('echo 1 > /exit-puppet');
  const { failure } = await guest.run({ type: 'puppet-server' });
  expect(failure).toBe('Puppet exited with a non-zero exit status: 1');
});
