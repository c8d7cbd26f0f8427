import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    exclude: ['test/peers/**', 'test/crash/**', 'test/bench/**'],
    pool: 'threads',
    isolate: false,
    testTimeout: 20_000,
    reporters: ['default', './test/reporter.ts'],
    env: { ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true' },
  },
});
