import { main } from '../../src/cli/main.ts';

/** The program, bundled beside the test that kills it. */
process.exitCode = await main();
