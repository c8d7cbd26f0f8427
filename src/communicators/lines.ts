import { StringDecoder } from 'node:string_decoder';

/** A line longer than this is given in pieces, so that output without line ends stays in flat memory. */
const LONGEST_LINE = 256 * 1024;

interface LineSplitter {
  push(chunk: Buffer): void;
  /** Gives what stands after the last line end. */
  end(): void;
}

/** Cuts a byte stream into lines as Packer shows them; UTF-8 characters that arrive in two chunks stay whole. */
export function lineSplitter(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const take = (text: string): void => {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      onLine(shown(rest + text.slice(from, end)));
      rest = '';
      from = end + 1;
    }
    const tail = from === 0 ? text : text.slice(from);
    // Looked at again only where there is something to drop: a line without end may be long.
    rest = tail.includes('\r') ? lastOverwrite(rest + tail) : rest + tail;
    if (rest.length > LONGEST_LINE) {
      onLine(shown(rest));
      rest = '';
    }
  };
  return {
    push: (chunk) => take(decoder.write(chunk)),
    end: () => {
      take(decoder.end());
      if (rest !== '') onLine(shown(rest));
      rest = '';
    },
  };
}

/** Trailing white space goes first, then everything before the last `\r`: what a terminal would show of a progress bar. */
function shown(line: string): string {
  const trimmed = line.trimEnd();
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

/** Drops early what `shown` would drop anyway, so that an endless progress bar does not pile up. */
function lastOverwrite(partial: string): string {
  const start = partial.trimEnd().lastIndexOf('\r');
  return start < 0 ? partial : partial.slice(start + 1);
}
