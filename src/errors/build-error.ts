import type { Mistake } from './mistake.ts';

/**
 * Kebab-case codes are public API: scripts match on them, so renaming one is a breaking change.
 */
export type ErrorCode =
  | 'usage'
  | 'template-not-found'
  | 'template-syntax'
  | 'template-invalid'
  | 'variable-invalid'
  | 'interpolation-failed'
  | 'secret-unreadable'
  | 'config-invalid'
  | 'component-unknown'
  | 'component-unsupported'
  | 'credentials-missing'
  | 'cloud-denied'
  | 'cloud-invalid'
  | 'cloud-missing'
  | 'cloud-exists'
  | 'cloud-token-used'
  | 'cloud-busy'
  | 'cloud-quota'
  | 'cloud-sold-out'
  | 'cloud-throttled'
  | 'cloud-unavailable'
  | 'wait-timeout'
  | 'wait-dead'
  | 'connect-timeout'
  | 'connect-denied'
  | 'connection-lost'
  | 'transfer-failed'
  | 'script-failed'
  | 'provision-failed'
  | 'post-process-failed'
  | 'plugin-invalid'
  | 'journal-unreadable'
  | 'journal-unwritable'
  | 'run-locked'
  | 'run-unknown'
  | 'run-changed'
  | 'run-finished'
  | 'emulator-invalid'
  | 'cancelled'
  | 'internal';

export interface BuildErrorOptions {
  /** What the user can do about it; printed on a line of its own. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Plain-JSON facts for machines (request id, API code, file, line). Never a secret. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** Of an error in what the user wrote: each thing that is wrong, with its place as far as it is known. */
  readonly mistakes?: readonly Mistake[];
}

/** The one error class: a stable code, a worded message, and a way out. Texts are made in the `words.ts` of each folder. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly data: Readonly<Record<string, unknown>>;
  readonly mistakes: readonly Mistake[];

  constructor(code: ErrorCode, message: string, options: BuildErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.data = options.data ?? {};
    this.mistakes = options.mistakes ?? [];
  }

  /** The same error in other words, or with more known about it. */
  with({
    message = this.message,
    ...options
  }: BuildErrorOptions & { readonly message?: string }): BuildError {
    const { code, hint, data, cause, mistakes } = this;
    const same = { data, cause, mistakes, ...(hint !== undefined && { hint }) };
    return new BuildError(code, message, { ...same, ...options });
  }
}

/** Whether `error` is ours, optionally with one of these codes. */
export function isBuildError(error: unknown, ...codes: readonly ErrorCode[]): error is BuildError {
  return error instanceof BuildError && (codes.length === 0 || codes.includes(error.code));
}
