import { defineConfig } from 'vitest/config';

/** One file after the other: the machine is measured by Packer's polls of 5 s, and its builds run side by side within a file. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/peers/**/*.test.ts'],
    pool: 'threads',
    fileParallelism: false,
    maxConcurrency: 5,
    testTimeout: 240_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/reporter.ts'],
    env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' },
  },
});
