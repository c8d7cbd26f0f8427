import { quoted } from '../../../wire/quoted.ts';
import type { Account } from '../../accounts.ts';
import type { Process, Program } from '../process.ts';

/** What a command answers. Text is UTF-8. */
export interface CommandResult {
  readonly stdout?: string | Uint8Array;
  readonly stderr?: string;
  readonly code?: number;
}

/** What a command may ask and do while it runs. */
export interface CommandCall {
  readonly process: Process;
  readonly directory: string;
  readonly stdin: Buffer;
  /** Variables that children inherit, with assignments in front of the command. */
  readonly environment: Readonly<Record<string, string>>;
  /** All variables of the shell, as it sees them now. */
  readonly variables: ReadonlyMap<string, string>;
  setVariable(name: string, value: string): Promise<void>;
  /** Makes an absolute path. */
  path(name: string): string;
  /** Runs a program in a shell of its own, its output being the answer. */
  start(program: Program, how?: StartOptions): Promise<CommandResult>;
  /** The command of the same name that the shell itself brings. */
  original(args: readonly string[]): Promise<CommandResult>;
}

export interface StartOptions {
  readonly account?: Account;
  readonly environment?: Readonly<Record<string, string>>;
  readonly directory?: string;
  /** One character a byte; the caller's own input when left out. */
  readonly stdin?: string | undefined;
  readonly signal?: AbortSignal;
}

/** A program of the guest. */
export interface GuestCommand {
  readonly name: string;
  run(args: readonly string[], call: CommandCall): CommandResult | Promise<CommandResult>;
}

/** Several programs of one family. */
export type LinuxCommands = readonly GuestCommand[];

export function ok(stdout = ''): CommandResult {
  return { stdout };
}

export function failed(stderr: string, code = 1): CommandResult {
  return { stderr: `${stderr}\n`, code };
}

/** The words of a text, for lists of names. */
export function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Words as one command line. */
export function commandProgram(line: readonly string[]): Program {
  return { text: line.map(quoted).join(' '), name: 'sh', args: [], options: [] };
}
