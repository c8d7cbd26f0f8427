import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundled, root } from '../bundling.js';

/**
 * Calls a benchmark with the tool bundled beside it as it ships: `program` is the script that starts the tool, `cloud` the
 * one that serves the emulated cloud in a process of its own.
 * @param {string} name of the file with the benchmark
 * @param {(benchmark: any, places: { program: string, cloudScript: string, root: string }) => Promise<void>} run
 */
export async function withProgram(name, run) {
  const benchmark = `test/bench/${name}.ts`;
  const folder = await bundled('bench', ['src/cli/main.ts', 'test/bench/cloud.ts', benchmark], {
    minify: true,
  });
  const program = join(folder, 'tool.js');
  writeFileSync(program, "import { main } from './src/cli/main.js';\nprocess.exitCode = await main();\n");
  try {
    const module = await import(pathToFileURL(join(folder, `test/bench/${name}.js`)).href);
    await run(module, { program, cloudScript: join(folder, 'test/bench/cloud.js'), root });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
