import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { templateNotFound } from '../../builds/words.ts';
import { isBuildError } from '../../errors/build-error.ts';
import { parseJson } from '../../template/json/parse-json.ts';

/** Files to format: a file that is named, or the templates in a folder. Throws BuildError for a path that is neither. */
export function findTemplates(
  name: string,
  { cwd, recursive }: { readonly cwd: string; readonly recursive: boolean },
): readonly string[] {
  const stats = statSync(resolve(cwd, name), { throwIfNoEntry: false });
  if (stats === undefined && !name.endsWith('.hcl')) throw templateNotFound(name);
  return stats?.isDirectory() === true ? inFolder(name, { cwd, recursive }) : [name];
}

function inFolder(
  name: string,
  options: { readonly cwd: string; readonly recursive: boolean },
): readonly string[] {
  const { cwd, recursive } = options;
  const entries = readdirSync(resolve(cwd, name), { withFileTypes: true });
  return entries
    .filter((entry) => !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(name, entry.name);
      if (entry.isDirectory()) return recursive ? inFolder(path, options) : [];
      if (isHclName(entry.name)) return [path];
      return entry.name.endsWith('.json') && isTemplate(resolve(cwd, path)) ? [path] : [];
    });
}

/** Templates and files of variables in HCL2. */
export function isHclName(name: string): boolean {
  return /\.pkr(?:vars)?\.hcl$/.test(name);
}

/** Other JSON files that lie beside templates are nobody's business here. */
function isTemplate(path: string): boolean {
  try {
    const root = parseJson(readFileSync(path, 'utf8'), path);
    return root.kind === 'object' && root.members.some(({ key }) => key === 'builders');
  } catch (error) {
    if (isBuildError(error)) return false;
    throw error;
  }
}
