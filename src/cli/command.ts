import type { Ui } from '../renderers/ui.ts';
import type { Terminal } from './terminal.ts';

/** One flag of a command, in Go's way: one or two dashes, `-name=value` or `-name value`. */
export interface Flag {
  readonly name: string;
  /** How help names the value; a flag without one is a boolean and takes `-name` or `-name=false`. */
  readonly value?: string;
  readonly doc: string;
  /** May be given more than once; all values count. Otherwise the last one does. */
  readonly many?: boolean;
  /** Gives what is wrong with a value, in Go's words, or `undefined`. */
  check?(value: string): string | undefined;
}

/** The flags of a call, by name, in the order given. */
export interface FlagValues {
  /** The last value. */
  text(name: string): string | undefined;
  all(name: string): readonly string[];
  /** A boolean flag; `fallback` when it was not given. */
  on(name: string, fallback?: boolean): boolean;
}

/** A command of the program. Its code is loaded only when it is called. */
export interface Command {
  readonly name: string;
  readonly alias?: string;
  readonly summary: string;
  readonly description: string;
  readonly flags: readonly Flag[];
  /** Names of its arguments, for help. */
  readonly operands: readonly string[];
  /** Smallest and largest number of arguments. */
  readonly count: readonly [least: number, most: number];
  /** After so many arguments nothing is a flag any more: the rest is somebody else's command. */
  readonly verbatimAfter?: number;
  load(): Promise<{ readonly run: Run }>;
}

/** Does what the command is for; gives the exit status. */
export type Run = (call: Call) => Promise<number>;

export interface Call {
  readonly flags: FlagValues;
  readonly operands: readonly string[];
  readonly machineReadable: boolean;
  readonly terminal: Terminal;
  /** For people or, with -machine-readable, for programs; on standard output. */
  readonly ui: Ui;
}
