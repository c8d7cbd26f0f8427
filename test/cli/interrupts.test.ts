import { describe, expect, it } from 'vitest';
import { listenForInterrupts } from '../../src/cli/interrupts.ts';
import { type Interrupt, processTerminal, type Terminal } from '../../src/cli/terminal.ts';
import type { Ui } from '../../src/renderers/ui.ts';

/** What a build that listens hears of these signals. */
function heard(...signals: readonly Interrupt[]) {
  const [lines, exits]: [string[], number[]] = [[], []];
  const cancel = new AbortController();
  let call: (signal: Interrupt) => void = () => undefined;
  const terminal: Pick<Terminal, 'onInterrupt' | 'exit'> = {
    onInterrupt(callback) {
      call = callback;
      return () => undefined;
    },
    exit: (code) => void exits.push(code),
  };
  const ui: Pick<Ui, 'error'> = { error: (line) => void lines.push(line) };
  using _ = listenForInterrupts({ terminal: terminal as Terminal, ui: ui as Ui, cancel }, () => '');
  for (const signal of signals) call(signal);
  return { lines, exits, cancelled: cancel.signal.aborted };
}

describe('an interrupt', () => {
  it.each([
    ['SIGINT', 'interrupt'],
    ['SIGTERM', 'terminated'],
    ['SIGHUP', 'hangup'],
  ] as const)('is heard when %s comes, until nobody listens', (signal, word) => {
    const found: Interrupt[] = [];
    const before = process.listenerCount(signal);
    const deafen = processTerminal().onInterrupt((each) => void found.push(each));
    process.listeners(signal).at(-1)?.(signal);
    deafen();
    expect(found).toEqual([word]);
    expect(process.listenerCount(signal)).toBe(before);
  });

  it('cancels when the terminal closes, and does not leave at once though that is told twice', () => {
    expect(heard('hangup', 'hangup')).toEqual({
      lines: ['Cancelling build after receiving hangup'],
      exits: [],
      cancelled: true,
    });
  });

  it('does not leave at once when the terminal closes during the clean-up', () => {
    expect(heard('interrupt', 'hangup').exits).toEqual([]);
  });

  it('leaves at once after a second Ctrl-C', () => {
    expect(heard('hangup', 'interrupt').exits).toEqual([1]);
  });
});
