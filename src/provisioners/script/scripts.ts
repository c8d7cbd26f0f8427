import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookAt } from '../local/paths.ts';

export interface ScriptSettings {
  readonly inline: readonly string[];
  readonly script: string;
  readonly scripts: readonly string[];
}

/** What is wrong with these settings; script files must be there when a template is validated. */
export function scriptFindings(settings: ScriptSettings): readonly string[] {
  const files = scriptFiles(settings);
  const twice = settings.script !== '' && settings.scripts.length > 0;
  const neither = files.length === 0 && settings.inline.length === 0;
  const both = files.length > 0 && settings.inline.length > 0;
  return [
    ...(twice ? ['Only one of script or scripts can be specified.'] : []),
    ...(neither ? ['Either a script file or inline script must be specified.'] : []),
    ...(both ? ['Only a script file or an inline script can be specified, not both.'] : []),
    ...missingFiles(files),
  ];
}

/** A finding for each script file that is not there. */
export function missingFiles(files: readonly string[]): readonly string[] {
  return files.flatMap((file) => {
    const look = lookAt(file);
    return look.kind === undefined ? [finding.badScript(file, look.reason)] : [];
  });
}

/** As Packer: `script` takes the place of `scripts`. */
export function scriptFiles(settings: ScriptSettings): readonly string[] {
  return settings.script === '' ? settings.scripts : [settings.script];
}

/** Packer writes inline scripts to a file of such a name, and shows it. */
export function inlinePath(): string {
  return join(tmpdir(), `packer-shell${randomInt(2 ** 32)}`);
}

const finding = {
  badScript: (path: string, why: string) => `Bad script '${path}': ${why}`,
} as const;
