import { NOTES } from './notes.ts';
import type { Row, State } from './row.ts';

/** Makes rows, and keeps an account of what no table and no note tells anything about. */
export class Marks {
  /** Things of Packer that are left out silently. */
  readonly unsaid: string[] = [];
  readonly #used = new Set<string>();

  /** `found`: what the code's own tables say; a note about the place goes before it. */
  row(place: string, name: string, found: readonly [state: State, remark: string] | undefined): Row {
    const note = NOTES[place];
    // What a note calls refused and the code has after all is stale, too.
    if (note !== undefined && !(note[0] === 'refused' && found?.[0] === 'supported')) this.#used.add(place);
    if (note === undefined && found === undefined) this.unsaid.push(place);
    const [state, remark] = note ?? found ?? ['refused', ''];
    return { name: `\`${name}\``, state, remark };
  }

  /** Notes about what is not there any more. */
  stale(): readonly string[] {
    return Object.keys(NOTES).filter((place) => !this.#used.has(place));
  }
}
