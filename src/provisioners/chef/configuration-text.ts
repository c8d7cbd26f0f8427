import { readFile } from 'node:fs/promises';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';

export interface ConfigurationText {
  /** What a template of the user's sees. */
  readonly data: Readonly<Record<string, string | boolean>>;
  readonly scope: ProvisionScope;
  /** The lines when there is no such template. */
  usual(): readonly string[];
}

/** The text of a configuration file of Chef's. */
export async function configurationText(
  template: string,
  { data, scope, usual }: ConfigurationText,
): Promise<string> {
  if (template === '') return `${usual().join('\n')}\n`;
  return renderAtRun(await readFile(template, 'utf8'), scope, data);
}
