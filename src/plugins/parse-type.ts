import { typeMalformed } from './words.ts';

export interface PluginType {
  readonly package: string;
  /** Unset: the only component of its kind. */
  readonly component: string | undefined;
}

/** `npm:PACKAGE` or `npm:PACKAGE/NAME`; `undefined` for any other type. */
export function parsePluginType(type: string): PluginType | undefined {
  if (!type.startsWith('npm:')) return undefined;
  const found = /^npm:((?:@[^/@\s]+\/)?[^/@\s]+)(?:\/([^/\s]+))?$/.exec(type);
  if (found === null) throw typeMalformed(type);
  const [, name = '', component] = found;
  return { package: name, component };
}
