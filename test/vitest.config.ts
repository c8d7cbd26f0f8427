import { defineConfig } from 'vitest/config';
import { SlowFirst } from './setup/slow-first.ts';
import { temporaryRoot } from './setup/temporary-root.ts';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    exclude: ['test/peers/**', 'test/crash/**', 'test/bench/**'],
    pool: 'threads',
    isolate: false,
    maxWorkers: 4,
    testTimeout: 20_000,
    hookTimeout: 20_000,
    expect: { poll: { timeout: 15_000 } },
    sequence: { sequencer: SlowFirst },
    globalSetup: './test/setup/temporary-root.ts',
    setupFiles: './test/setup/no-flush.ts',
    // Real servers and programs on a busy machine: a second try there is shown as one, and is none on a developer's machine.
    retry: process.env['CI'] === 'true' ? 1 : 0,
    reporters: ['default', './test/reporter.ts'],
    env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', TMPDIR: temporaryRoot },
  },
});
