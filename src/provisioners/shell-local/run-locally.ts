import { runProgram } from '../local/run-program.ts';
import type { LocalScope } from '../shell-local.ts';
import { cancelledComponent, localScript } from '../words.ts';

/** Runs a script's program on this machine and gives its exit code. */
export async function runLocally(
  argv: readonly string[],
  script: string,
  scope: LocalScope,
): Promise<number> {
  const { signal, runUuid } = scope;
  const env: Readonly<Record<string, string>> = runUuid === undefined ? {} : { PACKER_RUN_UUID: runUuid };
  const ended = await runProgram(argv, { signal, env, onLine: scope.output.bind(scope) }).catch(
    (error: unknown) => {
      throw localScript(script, error);
    },
  );
  if (signal.aborted) throw cancelledComponent('shell-local');
  if (ended.code === undefined) throw localScript(script);
  return ended.code;
}
