/** A text with its data actions replaced by marks, and the way back. */
export interface Hidden {
  readonly text: string;
  restore(rendered: string): string;
  /** Where a place in the hidden text is in the other one. */
  offsetOf(hidden: number): number;
}

/**
 * Hides `{{ .Name }}` and its like, so that they pass unchanged into the value of a variable and are rendered where
 * the variable is used. At most one blank may stand before the dot, and the action must end on its line.
 */
export function hideActions(text: string): Hidden {
  const actions: string[] = [];
  const nextClose = finder(text, '}}');
  const nextLine = finder(text, '\n');
  let out = '';
  let from = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', from)) {
    const close = nextClose(open + 3);
    if (isDataAction(text, open) && close < nextLine(open + 3)) {
      out += text.slice(from, open) + mark(actions.length);
      actions.push(text.slice(open, close + 2));
      from = close + 2;
    } else {
      out += text.slice(from, open + 2);
      from = open + 2;
    }
  }
  const hidden = out + text.slice(from);
  return {
    text: hidden,
    restore: (rendered) => restore(rendered, actions),
    offsetOf: (offset) => restore(hidden.slice(0, offset), actions).length,
  };
}

/** Where `word` comes next from a place on that only moves forward; infinity when it comes no more. */
function finder(text: string, word: string): (from: number) => number {
  let found = -1;
  return (from) => {
    if (found < from) {
      const next = text.indexOf(word, from);
      found = next < 0 ? Number.POSITIVE_INFINITY : next;
    }
    return found;
  };
}

function isDataAction(text: string, open: number): boolean {
  return text[open + 2] === '.' || (/\s/.test(text[open + 2] ?? '') && text[open + 3] === '.');
}

/**
 * Characters of the private use area, which no template would write. Packer's marks have 36 bytes, and so have these:
 * columns in errors count them.
 */
function mark(index: number): string {
  return `\uf8ff${String(index).padStart(30, '0')}\uf8fe`;
}

function restore(rendered: string, actions: readonly string[]): string {
  return rendered.replace(/\uf8ff(\d{30})\uf8fe/g, (whole, index: string) => actions[Number(index)] ?? whole);
}
