import { renderUntilStable } from '../template/go/render.ts';
import type { ProvisionScope } from './provisioner.ts';

/** Renders what is rendered only while a build runs: with generated data, and with `more` on top of it. */
export function renderAtRun(
  text: string,
  scope: Pick<ProvisionScope, 'context' | 'data'>,
  more: Readonly<Record<string, string | boolean>> = {},
): string {
  return renderUntilStable(text, { ...scope.context, data: { ...scope.data, ...more } });
}
