import { defineConfig } from 'vitest/config';
import { temporaryRoot } from '../setup/temporary-root.ts';

/** Three files side by side on two cores: builds with Packer mostly wait for its polls of 5 s, while others compute. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['test/peers/**/*.test.ts'],
    globalSetup: './test/setup/temporary-root.ts',
    pool: 'threads',
    maxWorkers: 3,
    maxConcurrency: 5,
    testTimeout: 240_000,
    hookTimeout: 60_000,
    reporters: ['default', './test/reporter.ts'],
    env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true', TMPDIR: temporaryRoot },
  },
});
