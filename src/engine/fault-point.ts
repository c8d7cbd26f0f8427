import { appendFileSync } from 'node:fs';

/**
 * A moment at which a crash test may end this process: `before Ecs.RunInstances`, `after journal made instance`.
 * `ECS_IMAGEBUILD_FAULT_POINT` holds a number (the N-th moment) or a name with its turn (`after Ecs.CopyImage#2`), and
 * the process then ends itself with SIGKILL, or sends itself `ECS_IMAGEBUILD_FAULT_SIGNAL` in place of that;
 * `ECS_IMAGEBUILD_FAULT_LOG` names a file that lists the moments instead.
 * With neither set, as for everybody but that test, it does nothing.
 */
export const faultPoint: (name: string) => void = counting(
  process.env['ECS_IMAGEBUILD_FAULT_POINT'],
  process.env['ECS_IMAGEBUILD_FAULT_LOG'],
  process.env['ECS_IMAGEBUILD_FAULT_SIGNAL'] ?? 'SIGKILL',
);

function counting(
  target: string | undefined,
  log: string | undefined,
  signal: string,
): (name: string) => void {
  if (target === undefined && log === undefined) return () => {};
  const turns = new Map<string, number>();
  let number = 0;
  return (name) => {
    number += 1;
    const turn = (turns.get(name) ?? 0) + 1;
    turns.set(name, turn);
    if (log !== undefined) appendFileSync(log, `${name}#${turn}\n`);
    // SIGKILL to oneself takes effect before the call returns: nothing after this line happens.
    if (target === `${number}` || target === `${name}#${turn}`) process.kill(process.pid, signal);
  };
}
