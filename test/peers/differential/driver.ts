import { runMain } from '../../cli/run-main.ts';

/** One call of the program. */
export interface Order {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What comes through a pipe; unset: nothing is there to be read. */
  readonly stdin: string | undefined;
}

/** Runs the program again and again in one process, which saves its start; each call has a folder and an environment of its own. */
async function obey({ argv, cwd, env, stdin }: Order): Promise<void> {
  process.chdir(cwd);
  process.env = { ...env };
  process.send?.(await runMain(argv, { cwd, env, stdin: stdin ?? '' }));
}

process.on('message', (order: Order) => void obey(order));
// Whoever gives the orders is gone: what is still going on is of no use to anybody.
process.on('disconnect', () => process.exit());
