import { type ChildProcess, fork } from 'node:child_process';
import type { Outcome as Ran } from '../../cli/run-main.ts';
import { DEADLINE } from '../run-program.ts';
import type { Order } from './driver.ts';

/** This tool as a process that is called again and again, one call after the other. */
export interface Ours {
  /** Rejects for a call that does not end or that ends the process, which is then started anew. */
  call(order: Order): Promise<Ran>;
  close(): void;
}

/** `driver` is the path of the bundled driver.ts. */
export function startOurs(driver: string, deadline = DEADLINE): Ours {
  const start = () => fork(driver, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  let child = start();
  let turn: Promise<unknown> = Promise.resolve();
  const once = async (order: Order): Promise<Ran> => {
    if (child.exitCode !== null || child.signalCode !== null) child = start();
    return await answer(child, order, deadline);
  };
  return {
    call(order) {
      const result = turn.then(() => once(order));
      turn = result.catch(() => undefined);
      return result;
    },
    close() {
      child.kill();
    },
  };
}

function answer(child: ChildProcess, order: Order, deadline: number): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => reject(new Error(`${order.argv.join(' ')} ${why}`));
    const gone = () => fail('ended the process');
    const timer = setTimeout(() => {
      child.off('exit', gone).kill('SIGKILL');
      child.once('exit', () => fail(`did not end within ${deadline} ms`));
    }, deadline);
    child.once('exit', gone);
    child.once('message', (ran: Ran) => {
      clearTimeout(timer);
      child.off('exit', gone);
      resolve(ran);
    });
    child.send(order);
  });
}
