import type { RenderContext } from '../context.ts';
import { toValue } from '../value.ts';
import { FunctionFailure, type FunctionTable, ofStrings } from './function.ts';

const placeholderText = '. To set this dynamically in the Packer template, you must use the `build` function';

/**
 * Generated data as it stands while a component is configured, before there is any: `{{.ID}}` shows a text that says
 * what to write instead. The WinRM password passes through, since old templates name it so.
 */
export function placeholderData(keys: readonly string[]): Readonly<Record<string, string>> {
  const entries = keys.map((key) => [
    key,
    key === 'WinRMPassword' ? `{{.${key}}}` : `Build_${key}${placeholderText}`,
  ]);
  return Object.fromEntries(entries);
}

/** What a component knows about the build that it is part of. */
export const buildFunctions: FunctionTable = {
  build: ofStrings(1, ([key = ''], context) => generated(key, context)),
  build_name: ofStrings(0, (_, { buildName }) => known(buildName, 'build_name not available')),
  build_type: ofStrings(0, (_, { buildType }) => known(buildType, 'build_type not available')),
  packer_version: ofStrings(0, (_, { version }) =>
    known(version || undefined, 'packer_version not available'),
  ),
  template_dir: ofStrings(0, (_, { templateDir }) => known(templateDir, 'template path not available')),
  pwd: ofStrings(0, (_, { pwd }) => pwd),
};

function known(value: string | undefined, complaint: string): string {
  if (value === undefined) throw new FunctionFailure(complaint);
  return value;
}

/** The value if there is one yet, else the action that will give it when the text is rendered again. */
function generated(key: string, { data, buildKeys }: RenderContext): string {
  const values = toValue(data);
  const value = values instanceof Map ? values.get(key) : undefined;
  if (typeof value === 'string' && !value.includes(placeholderText)) return value;
  if (value !== undefined || buildKeys?.includes(key) === true) return `{{.${key}}}`;
  if (buildKeys !== undefined) throw new FunctionFailure(`loaded data, but couldnt find ${key} in it.`);
  throw new FunctionFailure(
    `Error validating build variable: the given variable ${key} will not be passed into your plugin.`,
  );
}
