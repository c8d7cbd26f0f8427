import { setMaxListeners } from 'node:events';
import type { Ui } from '../renderers/ui.ts';
import type { Terminal } from './terminal.ts';

interface Interrupted {
  readonly terminal: Terminal;
  readonly ui: Ui;
  /** Aborted by the first interrupt: running steps stop, and what was made is removed. */
  readonly cancel: AbortController;
}

/** Listens for interrupts. The second one leaves at once, after telling what `leftovers` says is still there. */
export function listenForInterrupts(
  { terminal, ui, cancel }: Interrupted,
  leftovers: () => string,
): Disposable {
  // Every build listens.
  setMaxListeners(0, cancel.signal);
  let heard = 0;
  const deafen = terminal.onInterrupt((signal) => {
    // A terminal that closes is told of twice, by its shell and by the kernel.
    if (signal === 'hangup' && heard > 0) return;
    heard += 1;
    if (heard === 1) {
      ui.error(`Cancelling build after receiving ${signal}`);
      cancel.abort();
      return;
    }
    const notice = leftovers();
    ui.error(`Leaving at once after a second interrupt.${notice === '' ? '' : `\n${notice}`}`);
    terminal.exit(1);
  });
  return { [Symbol.dispose]: deafen };
}
