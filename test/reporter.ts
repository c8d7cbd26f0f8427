import type { Reporter, TestModule } from 'vitest/node';

/** Closes a test run with one plain line that any program can read: `N passed, N failed`. */
// biome-ignore lint/style/noDefaultExport: vitest reads the default export
export default class implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules
      .flatMap((module) => [...module.children.allTests()])
      .map((test) => test.result().state);
    const count = (state: string) => states.filter((known) => known === state).length;
    // A file that does not load, or an error outside of tests, fails the run without failing a test.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length;
    const skipped = count('skipped');
    const tail = skipped === 0 ? '' : `, ${skipped} skipped`;
    process.stdout.write(`${count('passed')} passed, ${count('failed') + broken} failed${tail}\n`);
  }
}
