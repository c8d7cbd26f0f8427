import type { Level } from './ui.ts';

/** Green, cyan, magenta, yellow, blue: builds take them in turn, in the order of their names. */
const PALETTE = [32, 36, 35, 33, 34];
const RED = 31;

/** Paints a text for one level; the identity when colour is off. */
export type Paint = (level: Level, text: string) => string;

export const noPaint: Paint = (_level, text) => text;

/** The colour of the build at `index` of the sorted names. `say` is bold, a script's output is not, errors are red. */
export function paintOf(index: number): Paint {
  const color = PALETTE[index % PALETTE.length];
  return (level, text) => {
    if (level === 'error') return `\u001b[1;${RED}m${text}\u001b[0m`;
    return `\u001b[${level === 'say' ? 1 : 0};${color}m${text}\u001b[0m`;
  };
}
