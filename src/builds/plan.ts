import { type Loaded, type LoadOptions, loadBuilds } from './load-builds.ts';
import type { TemplateSource } from './template-source.ts';

/** What asks nobody needs no credentials. */
const NO_ACCOUNT = { accessKeyId: 'none', accessKeySecret: 'none' };

/** Loads the builds of a template to look at them, without any account. */
export function plan(
  source: TemplateSource,
  options: Omit<LoadOptions, 'runnable' | 'keys'>,
): Promise<Loaded> {
  return loadBuilds(source, { ...options, runnable: false, needsBuilds: true, keys: NO_ACCOUNT });
}
