import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith } from '../temporary-folder.ts';
import { runMain } from './run-main.ts';

const template = {
  builders: [
    {
      type: 'alicloud-ecs',
      region: 'cn-hangzhou',
      image_name: 'made',
      ssh_username: 'root',
      source_image: 'aliyun_3_x64_20G_alibase_20240819.vhd',
      instance_type: 'ecs.g6.large',
      associate_public_ip_address: true,
      internet_charge_type: 'PayByTraffic',
    },
  ],
  provisioners: [{ type: 'shell', inline: ['sleep 1'] }],
};

test('--timings tells where the time went, for people and in the report', async () => {
  const cwd = folderWith({ 't.json': template });
  const report = join(cwd, 'report.json');
  writeFileSync(report, 'an earlier one', { mode: 0o644 });
  const { code, stdout } = await runMain(['run', '-emulate', '-timings', `-report=${report}`, 't.json'], {
    cwd,
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(/Timings of alicloud-ecs; \* is on the critical path/);
  // The network and the key pair are made side by side, and either can be the last that the instance waits for.
  for (const name of ['instance', 'provisioned', 'createdImage'])
    expect(stdout).toMatch(new RegExp(`\\* ${name} `));
  // Whatever the umask is, and though it was there and everybody could read it.
  expect(statSync(report).mode & 0o777).toBe(0o600);
  const { builds } = JSON.parse(readFileSync(report, 'utf8'));
  const steps: readonly {
    readonly step: string;
    readonly milliseconds: number;
    readonly spent: { readonly guest: number; readonly calls: number; readonly waiting: number };
  }[] = builds[0].steps;
  const spentBy = (name: string) => steps.find(({ step }) => step === name)?.spent;
  expect(spentBy('provisioned')?.guest).toBeGreaterThanOrEqual(900);
  expect(spentBy('createdImage')?.waiting).toBeGreaterThan(0);
  expect(spentBy('zone')?.calls).toBeGreaterThan(0);
  for (const { milliseconds, spent } of steps)
    expect(spent.guest + spent.calls + spent.waiting).toBeLessThanOrEqual(milliseconds + 3);
});

test('without it nothing is measured', async () => {
  const cwd = folderWith({ 't.json': { ...template, provisioners: [] } });
  const report = join(cwd, 'report.json');
  const { stdout } = await runMain(['run', '-emulate', `-report=${report}`, 't.json'], { cwd });
  expect(stdout).not.toContain('Timings of');
  expect(readFileSync(report, 'utf8')).not.toContain('"spent"');
});
