import type { ExecResult } from '../../communicators/communicator.ts';
import { disconnected, exitCode } from '../words.ts';

/** Packer's number for "the connection went away before an exit status came". */
export const DISCONNECT = 2_300_218;

export interface ExitSettings {
  readonly valid_exit_codes: readonly number[];
  readonly expect_disconnect: boolean;
}

/** Throws unless the script ended as its settings allow; `last` is what it wrote last. */
export function checkExit({ code }: ExecResult, settings: ExitSettings, last: readonly string[] = []): void {
  const allowed = settings.valid_exit_codes;
  if (code === undefined) {
    if (!settings.expect_disconnect && !allowed.includes(DISCONNECT)) throw disconnected(last);
  } else if (!allowed.includes(code)) {
    throw exitCode(code, allowed);
  }
}
