import { describe, expect, test } from 'vitest';
import { type Emulator, type EmulatorOptions, startEmulator } from '../../src/emulator/emulator.ts';
import { callsTo, failedCalls } from '../emulator/calls.ts';
import { fixtureForPacker } from './fixture.ts';
import type { Template } from './for-packer.ts';
import { type PackerOptions, type PackerRun, runPacker } from './packer.ts';
import { noPacker } from './program.ts';

const missing = noPacker();

/** The emulator refuses calls whose signature is wrong: that these builds run at all shows it understands Packer's. */
describe.skipIf(missing !== undefined)(missing ?? 'the real Packer 1.6.6 on the emulator', () => {
  test.concurrent('builds an image in a memory guest and leaves nothing else', () =>
    on({ latency: 'fast' }, async (cloud) => {
      const { code, output } = await runPacker(fixtureForPacker('quickstart'), cloud);
      expect(output).toContain('web: image of 1.0.0 is ready');
      expect(code, output).toBe(0);
      expect(left(cloud)).toEqual(['image', 'snapshot']);
      expect(troubles(cloud)).toEqual([]);
    }));

  test.concurrent('is refused with a wrong secret', () =>
    on({}, async (cloud) => {
      const stranger = { ...cloud, accessKeySecret: 'guessed' };
      const { code, output } = await runPacker(fixtureForPacker('quickstart'), stranger);
      expect(code).toBe(1);
      expect(output).toContain('SignatureDoesNotMatch');
      expect(left(cloud)).toEqual([]);
    }));

  test.concurrent('cleans up when a provisioner fails', () =>
    on({}, async (cloud) => {
      const run = await runPacker(withInline('echo about to fail; exit 7'), cloud);
      expect(run.code, run.output).toBe(1);
      expect(run.output).toContain('Script exited with non-zero exit status: 7');
      cleanedUp(run, cloud);
    }));

  test.concurrent('cleans up on Ctrl-C while a provisioner runs', () =>
    on({}, async (cloud) => {
      const how = { interruptAt: 'web: sleeping' } satisfies PackerOptions;
      const run = await runPacker(withInline('echo sleeping; sleep 600'), cloud, how);
      expect(run.code, run.output).toBe(1);
      expect(run.output).toContain('Cleanly cancelled builds after being interrupted.');
      cleanedUp(run, cloud);
    }));

  test.concurrent('retries what the cloud has no time for', () =>
    on({ faults: [{ action: 'CreateVSwitch', code: 'TOKEN_PROCESSING', nth: 1 }] }, async (cloud) => {
      const { code, output } = await runPacker(fixtureForPacker('quickstart'), cloud);
      expect(code, output).toBe(0);
      expect(callsTo(cloud.record, 'CreateVSwitch').map(({ status }) => status)).toEqual([400, 200]);
      expect(left(cloud)).toEqual(['image', 'snapshot']);
    }));
});

async function on(options: EmulatorOptions, check: (cloud: Emulator) => Promise<void>): Promise<void> {
  await using cloud = await startEmulator(options);
  await check(cloud);
}

function withInline(script: string): Template {
  const template = fixtureForPacker('quickstart');
  return { ...template, provisioners: [{ type: 'shell', inline: [script] }] };
}

function left(cloud: Emulator): readonly string[] {
  return cloud
    .leftovers()
    .map(({ noun }) => noun)
    .sort();
}

/** Packer tries to delete a security group while its instance still goes, and tries again: no failure of the protocol. */
function troubles(cloud: Emulator): readonly string[] {
  return failedCalls(cloud.record)
    .filter(({ code }) => code !== 'DependencyViolation')
    .map(({ action, code, bug }) => `${action} ${code} ${bug ?? ''}`);
}

function cleanedUp({ output }: PackerRun, cloud: Emulator): void {
  expect(output).toContain('Deleting instance because of cancellation or error...');
  expect(output).toContain('Deleting VPC because of cancellation or error...');
  expect(callsTo(cloud.record, 'CreateImage')).toEqual([]);
  expect(left(cloud)).toEqual([]);
  expect(troubles(cloud)).toEqual([]);
}
