import type { ProvisionScope } from '../provisioner.ts';
import { toolFailed } from '../tool-words.ts';
import { cancelledComponent } from '../words.ts';
import { endText, runProgram } from './run-program.ts';

export interface Tool {
  /** Provisioner that it runs for. */
  readonly type: string;
  readonly argv: readonly string[];
  /** Variables as `KEY=VALUE`; a later one replaces an earlier one. */
  readonly env?: readonly string[];
}

/** Runs a tool of this machine to its end; all that it writes is shown as ordinary output. */
export async function runTool({ type, argv, env = [] }: Tool, scope: ProvisionScope): Promise<void> {
  const ended = await runProgram(argv, {
    env: Object.fromEntries(env.map(keyValue)),
    signal: scope.signal,
    onLine: (_stream, line) => scope.output('stdout', line),
  });
  if (scope.signal.aborted) throw cancelledComponent(type);
  if (ended.code !== 0) throw toolFailed(endText(ended));
}

function keyValue(item: string): readonly [string, string] {
  const equals = item.indexOf('=');
  return equals < 0 ? [item, ''] : [item.slice(0, equals), item.slice(equals + 1)];
}
