import { BuildError } from '../../errors/build-error.ts';
import { goQuote } from './go-quote.ts';

/** How far a template text got before it failed. */
type Phase = 'parse' | 'execute';

/** `template: root:LINE: ...`: the text is not a template. */
export function parseError(
  { line, offset, length }: { readonly line: number; readonly offset: number; readonly length: number },
  message: string,
  { hint, advice }: { readonly hint?: string | undefined; readonly advice?: string | undefined } = {},
): BuildError {
  const spot = { path: [], within: { offset, length } };
  return new BuildError('interpolation-failed', `template: root:${line}: ${message}`, {
    data: { phase: 'parse' satisfies Phase, line },
    mistakes: [{ message, advice, spot }],
    ...(hint !== undefined && { hint }),
  });
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
  const spot = { path: [], within: { offset: at.offset, length: at.source.length } };
  return new BuildError('interpolation-failed', message, {
    data,
    mistakes: [{ message: cause.message, advice: adviseOn(cause), spot }],
    ...(cause.hint !== undefined && { hint: cause.hint }),
  });
}

function adviseOn({ message, variable }: { readonly message: string; readonly variable?: string }) {
  if (variable !== undefined) return `declare "${variable}" in "variables", or correct its name`;
  return /not allowed here|only allowed in the variables section/.test(message)
    ? 'call it in "variables", and use the variable here'
    : undefined;
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
