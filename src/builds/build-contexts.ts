import type { RenderContext } from '../template/go/context.ts';
import { placeholderData } from '../template/go/functions/build.ts';
import type { TemplateBuilder } from '../template/model/template.ts';

/** Keys of `{{build "KEY"}}`. */
const BUILD_KEYS = [
  'ID',
  'Host',
  'Port',
  'User',
  'Password',
  'ConnType',
  'PackerRunUUID',
  'PackerHTTPAddr',
  'PackerHTTPIP',
  'PackerHTTPPort',
  'SSHPublicKey',
  'SSHPrivateKey',
  'WinRMPassword',
];

/** What the settings of a build's components see: those of the builder, and those of what comes after it. */
export function buildContexts(
  base: RenderContext,
  name: string,
  { type }: Pick<TemplateBuilder, 'type'>,
): { readonly context: RenderContext; readonly inGuest: RenderContext } {
  const context = { ...base, buildName: name, buildType: type };
  return { context, inGuest: { ...context, buildKeys: BUILD_KEYS, data: placeholderData(BUILD_KEYS) } };
}
