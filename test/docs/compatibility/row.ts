/** How far something of Packer is served. */
export type State = 'supported' | 'no effect' | 'refused' | 'checked only' | 'different' | 'ours';

/** One line of the page. */
export interface Row {
  readonly name: string;
  readonly state: State;
  readonly remark: string;
}

export const STATES: Readonly<Record<State, string>> = {
  supported: 'does what it does in Packer 1.6.6',
  'no effect': 'accepted, and passed over',
  refused: 'answered by an error that says why, before anything is made',
  'checked only': 'its settings are checked by `validate`; a build with it is refused',
  different: 'does something else on purpose',
  ours: 'not in Packer 1.6.6: of a later release, or of this program',
};
