import type { BuildEvent } from './event.ts';

/** Events for whoever iterates; nobody iterating, nothing is kept. */
interface EventStream extends AsyncIterable<BuildEvent> {
  push(event: BuildEvent): void;
  /** Ends all iterations, after what they have not read yet; with an error they end in that. */
  end(failure?: { readonly error: unknown }): void;
}

interface Reader {
  push(event: BuildEvent): void;
  end(failure: { readonly error: unknown } | undefined): void;
}

/** Each iteration sees all events from the moment on in which it was begun, and may leave at any time. */
export function eventStream(): EventStream {
  const readers = new Set<Reader>();
  let ended: { readonly failure: { readonly error: unknown } | undefined } | undefined;
  return {
    push(event) {
      for (const reader of readers) reader.push(event);
    },
    end(failure) {
      ended = { failure };
      for (const reader of readers) reader.end(failure);
      readers.clear();
    },
    [Symbol.asyncIterator]() {
      const { reader, iterator } = iteration(() => readers.delete(reader));
      if (ended === undefined) readers.add(reader);
      else reader.end(ended.failure);
      return iterator;
    },
  };
}

function iteration(leave: () => void): { reader: Reader; iterator: AsyncIterator<BuildEvent, undefined> } {
  const events: BuildEvent[] = [];
  let ended: { readonly failure: { readonly error: unknown } | undefined } | undefined;
  let wake: () => void = () => undefined;
  const iterator: AsyncIterator<BuildEvent, undefined> = {
    async next() {
      while (events.length === 0 && ended === undefined)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      const event = events.shift();
      if (event !== undefined) return { done: false, value: event };
      const failure = ended?.failure;
      // Told once.
      ended = { failure: undefined };
      if (failure !== undefined) throw failure.error;
      return { done: true, value: undefined };
    },
    async return() {
      leave();
      events.length = 0;
      ended = { failure: undefined };
      wake();
      return { done: true, value: undefined };
    },
  };
  const reader: Reader = {
    push(event) {
      events.push(event);
      wake();
    },
    end(failure) {
      ended = { failure };
      wake();
    },
  };
  return { reader, iterator };
}
