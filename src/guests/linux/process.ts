import type { Account } from '../accounts.ts';
import type { MemoryFiles } from './memory-files.ts';
import type { Mask } from './shell-files.ts';

/** Where bytes go as they are written. */
export type Sink = (data: Uint8Array) => void;

/** What a shell is to run. */
export interface Program {
  readonly text: string;
  /** `$0` */
  readonly name: string;
  readonly args: readonly string[];
  /** Arguments for `set`, from the command line or the `#!` line: `-e`, `-o`, `pipefail`. */
  readonly options: readonly string[];
}

/** In whose name, where and with which streams. */
export interface Surroundings {
  readonly account: Account;
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  /** One character a byte. */
  readonly stdin: string;
  readonly signal: AbortSignal;
  readonly out: Sink;
  readonly error: Sink;
  readonly mask: Mask;
  readonly parent: number;
}

/** State of a shell that interactive use carries from one line to the next and `trap` needs at the end. */
export interface Snapshot {
  readonly variables: ReadonlyMap<string, string>;
  readonly exported: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly status: number;
}

/** What runs outside any one process. */
export interface Computer {
  readonly hostname: string;
  filesOf(account: Account): MemoryFiles;
  readonly rootFiles: MemoryFiles;
  power(action: 'off' | 'reboot'): void;
  nextProcess(): number;
  readonly jobs: Map<number, Job>;
  readonly booted: number;
  /** Addresses the guest answers on, private first. */
  addresses(): readonly string[];
  /** Names of commands that were only taken down, since somebody was told last. */
  readonly noted: Set<string>;
  /** Ends when the guest is halted; background jobs live that long. */
  readonly lifetime: AbortSignal;
}

/** Something started with `&`. */
export interface Job {
  readonly process: number;
  readonly ended: Promise<number>;
  stop(): void;
}

/** One running shell and what its commands may touch. */
export interface Process extends Surroundings {
  readonly id: number;
  readonly computer: Computer;
  readonly files: MemoryFiles;
  readonly program: Program;
  readonly traps: Map<string, string>;
  /** Jobs it started, for `wait`. */
  readonly children: Set<Job>;
  snapshot: Snapshot | undefined;
}
