import { runMain } from '../../cli/run-main.ts';

/** One call of the program. */
export interface Order {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/** Runs the program again and again in one process, which saves its start; each call has a folder and an environment of its own. */
async function obey({ argv, cwd, env, stdin }: Order): Promise<void> {
  process.chdir(cwd);
  process.env = { ...env };
  process.send?.(await runMain(argv, { cwd, env, stdin }));
}

process.on('message', (order: Order) => void obey(order));
