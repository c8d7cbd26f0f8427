import { BuildError, type ErrorCode, isBuildError } from '../errors/build-error.ts';
import type { RenderContext } from '../template/go/context.ts';
import type { Json } from '../template/model/template.ts';
import { decode } from '../template/schema/decode.ts';
import type { Decoded, Fields } from '../template/schema/field.ts';
import { secretValues } from '../template/schema/secrets.ts';
import { configRefused } from '../template/words.ts';
import { reason } from '../wire/reason.ts';
import type { ComponentPlugin } from './plugin.ts';

interface PreparedConfig {
  readonly config: Decoded<Fields>;
  readonly secrets: readonly string[];
}

/** Decodes the settings of a component of a plug-in by its table, and asks it what is wrong with them. */
export function prepareConfig(
  plugin: ComponentPlugin<Fields>,
  raws: readonly Json[],
  context: RenderContext,
): PreparedConfig {
  const { fields, late } = plugin;
  const config = decode(fields, raws, { context, ...(late !== undefined && { exclude: late }) });
  const { buildName = '', buildType: builderType = '' } = context;
  const findings = worded('config-invalid', () => plugin.prepare?.(config, { buildName, builderType }) ?? []);
  if (findings.length > 0) throw configRefused(findings);
  return { config, secrets: secretValues(fields, config) };
}

/** What plug-ins throw is told by its message alone: nobody wants to see the stack of somebody else's code. */
export async function guarded<T>(code: ErrorCode, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (isBuildError(error)) throw error;
    throw new BuildError(signal.aborted ? 'cancelled' : code, reason(error), { cause: error });
  }
}

function worded<T>(code: ErrorCode, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw isBuildError(error) ? error : new BuildError(code, reason(error), { cause: error });
  }
}
