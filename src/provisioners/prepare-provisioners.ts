import { isBuildError } from '../errors/build-error.ts';
import type { ComponentSource } from '../plugins/component-source.ts';
import type { RenderContext } from '../template/go/context.ts';
import { renderUntilStable } from '../template/go/render.ts';
import type { TemplateProvisioner } from '../template/model/template.ts';
import type { PreparedProvisioner } from './provisioner.ts';
import { provisionerType } from './registry.ts';
import { explained, retriesInvalid } from './words.ts';

/** A provisioner with what the template says about how to run it. Times are milliseconds, 0 when unset. */
export interface PlannedProvisioner {
  readonly provisioner: PreparedProvisioner;
  readonly pauseBefore: number;
  readonly timeout: number;
  readonly maxRetries: number;
  /** A failure is told, and the build goes on. */
  readonly continueOnError?: boolean;
  /** The time limit counts where there is a pause before it, too. */
  readonly limitsPaused?: boolean;
}

/** One provisioner, whatever its `only` and `except` say: Packer ignores them for error-cleanup-provisioner. */
export async function prepareProvisioner(
  provisioner: TemplateProvisioner,
  builder: string,
  context: RenderContext,
  plugins?: ComponentSource,
): Promise<PlannedProvisioner> {
  const type = await provisionerType(provisioner.type, plugins);
  const override = provisioner.override.get(builder);
  return {
    maxRetries: retriesOf(provisioner, context),
    provisioner: type.prepare([provisioner.config, ...(override === undefined ? [] : [override])], context),
    pauseBefore: provisioner.pauseBefore,
    timeout: provisioner.timeout,
  };
}

/** Whether a provisioner is meant for the builder with this name, as written in the template; else it is never looked at. */
export function runsFor({ only, except }: TemplateProvisioner, builder: string): boolean {
  return only.length > 0 ? only.includes(builder) : !except.includes(builder);
}

/** How often a provisioner may fail before the last try. Throws when that is no number. */
export function retriesOf({ maxRetries }: TemplateProvisioner, context: RenderContext): number {
  if (maxRetries === '') return 0;
  const text = rendered(maxRetries, context);
  if (!/^[+-]?\d+$/.test(text)) throw retriesInvalid(text, 'invalid syntax');
  const most = 2n ** 63n;
  const count = BigInt(text.replace('+', ''));
  if (count >= most || count < -most) throw retriesInvalid(text, 'value out of range');
  return Number(text);
}

function rendered(text: string, context: RenderContext): string {
  try {
    return renderUntilStable(text, context);
  } catch (error) {
    throw isBuildError(error) ? explained('failed to interpolate `max_retries`: ', error) : error;
  }
}
