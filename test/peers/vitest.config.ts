import { defineConfig } from 'vitest/config';
import { SlowFirst } from '../setup/slow-first.ts';
import { temporaryRoot } from '../setup/temporary-root.ts';

/** Four files side by side on two cores: builds with Packer mostly wait for its polls of 5 s, while others compute. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/peers/**/*.test.ts'],
    sequence: { sequencer: SlowFirst },
    globalSetup: './test/setup/temporary-root.ts',
    pool: 'threads',
    maxWorkers: 4,
    maxConcurrency: 5,
    testTimeout: 240_000,
    hookTimeout: 60_000,
    // Real servers and programs on a busy machine: a second try there is shown as one, and is none on a developer's machine.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    reporters: ['default', './test/reporter.ts'],
    env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', TMPDIR: temporaryRoot },
  },
});
