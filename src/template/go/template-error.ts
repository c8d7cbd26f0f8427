import { BuildError } from '../../errors/build-error.ts';
import { goQuote } from './go-quote.ts';

/** How far a template text got before it failed. */
export type Phase = 'parse' | 'execute';

/** `template: root:LINE: ...`: the text is not a template. */
export function parseError(line: number, message: string, hint?: string): BuildError {
  const data = { phase: 'parse' satisfies Phase, line };
  return new BuildError(
    'interpolation-failed',
    `template: root:${line}: ${message}`,
    hint === undefined ? { data } : { hint, data },
  );
}

/** `template: root:LINE:COL: executing "NAME" at <EXPR>: ...`; the column counts bytes from 0. */
export function executeError(
  text: string,
  at: { readonly offset: number; readonly source: string; readonly template: string },
  cause: { readonly message: string; readonly hint?: string | undefined; readonly variable?: string },
): BuildError {
  const before = text.slice(0, at.offset);
  const line = before.split('\n').length;
  const column = Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1));
  const message = `template: root:${line}:${column}: executing ${goQuote(at.template)} at <${at.source}>: ${cause.message}`;
  const data = { phase: 'execute' satisfies Phase, line, column, variable: cause.variable };
  return new BuildError(
    'interpolation-failed',
    message,
    cause.hint === undefined ? { data } : { hint: cause.hint, data },
  );
}

/** The user variable that was not there yet, if that is why rendering failed. */
export function missingVariable(error: BuildError): string | undefined {
  const name = error.data['variable'];
  return typeof name === 'string' ? name : undefined;
}

export function failedPhase(error: BuildError): Phase | undefined {
  const phase = error.data['phase'];
  return phase === 'parse' || phase === 'execute' ? phase : undefined;
}
