import { setMaxListeners } from 'node:events';
import type { Ui } from '../renderers/ui.ts';
import type { Terminal } from './terminal.ts';

interface Interrupts extends Disposable {
  /** Aborted by the first interrupt: running steps stop, and what was made is removed. */
  readonly signal: AbortSignal;
}

/** Listens for interrupts. The second one leaves at once, after telling what `leftovers` says is still there. */
export function listenForInterrupts(terminal: Terminal, ui: Ui, leftovers: () => string): Interrupts {
  const controller = new AbortController();
  // Every build listens.
  setMaxListeners(0, controller.signal);
  let heard = 0;
  const deafen = terminal.onInterrupt((signal) => {
    heard += 1;
    if (heard === 1) {
      ui.error(`Cancelling build after receiving ${signal}`);
      controller.abort();
      return;
    }
    const notice = leftovers();
    ui.error(`Leaving at once after a second interrupt.${notice === '' ? '' : `\n${notice}`}`);
    terminal.exit(1);
  });
  return { signal: controller.signal, [Symbol.dispose]: deafen };
}
