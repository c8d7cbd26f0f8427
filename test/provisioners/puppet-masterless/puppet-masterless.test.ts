import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ToolGuest, toolGuest } from '../tool-guest.ts';

let guest: ToolGuest;
beforeAll(async () => {
  guest = await toolGuest(['puppet'], {
    'site.pp': 'include ntp',
    'manifests/a.pp': 'a',
    'modules/ntp/init.pp': 'class ntp {}',
    'hiera.yaml': 'h',
  });
});
afterAll(() => guest.dispose());

test('uploads manifest, modules and Hiera’s configuration, and applies them', async () => {
  const { failure, lines } = await guest.run({
    type: 'puppet-masterless',
    manifest_file: '@/site.pp',
    module_paths: ['@/modules', '@/modules/'],
    hiera_config_path: '@/hiera.yaml',
    staging_directory: '/tmp/p',
    facter: { role: 'web' },
    extra_arguments: ['--verbose', '{{.ModulePathJoiner}}'],
  });
  expect(failure).toBeUndefined();
  expect(await guest.calls()).toEqual([
    'puppet apply --detailed-exitcodes --modulepath=/tmp/p/module-0:/tmp/p/module-1 --hiera_config=/tmp/p/hiera.yaml --verbose : /tmp/p/manifests/site.pp',
  ]);
  expect(lines.find((line) => line.includes('Running Puppet'))).toContain(
    "FACTER_packer_build_name='null' FACTER_packer_builder_type='null' FACTER_role='web' sudo -E puppet apply",
  );
  expect(await guest.text('cat /tmp/p/manifests/site.pp /tmp/p/module-1/ntp/init.pp /tmp/p/hiera.yaml')).toBe(
    'include ntpclass ntp {}h',
  );
});

test('a folder of manifests is applied as a whole, and the staging folder goes when asked', async () => {
  const { failure } = await guest.run({
    type: 'puppet-masterless',
    manifest_file: '@/manifests',
    clean_staging_directory: true,
    prevent_sudo: true,
    staging_directory: '/tmp/q',
    execute_command: 'ls {{.ManifestFile}} > /listed',
  });
  expect(failure).toBeUndefined();
  expect(await guest.text('cat /listed; ls -d /tmp/q || echo gone')).toBe('a.pp\ngone\n');
});

test.each([
  [2, false, undefined],
  [4, false, 'Puppet exited with a non-zero exit status: 4'],
  [4, true, undefined],
] as const)('exit code %d, ignored: %s', async (code, ignored, expected) => {
  await guest.text(`echo ${code} > /exit-puppet`);
  const settings = { type: 'puppet-masterless', manifest_file: '@/site.pp', ignore_exit_codes: ignored };
  expect((await guest.run(settings)).failure).toBe(expected);
});
