import { readdirSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nearest } from '../errors/nearest.ts';

/** What to do about a finding of a component, as far as its sentence tells; `names` are the settings that it has. */
export function adviseOn(finding: string, names: readonly string[], cwd: string): string | undefined {
  const [, file] = /(?:stat|open) (.+): no such file or directory/.exec(finding) ?? [];
  if (file !== undefined) return adviseOnFile(file, cwd);
  if (/\bonly one of\b|\bboth\b|cannot be used|can't be used|not both|mutually exclusive/i.test(finding))
    return 'keep one of them';
  const wanted = /\bmust be (set|specified|provided|given)\b|\bis required\b|\bmissing\b|\brequires\b/i.test(
    finding,
  );
  const missing = [...finding.matchAll(/\w+/g)]
    .map(([word]) => word.toLowerCase())
    .filter((word) => names.includes(word));
  return wanted && missing.length > 0 ? `add "${missing[0]}"` : undefined;
}

/** A file of nearly the same name, or where the path begins. */
function adviseOnFile(file: string, cwd: string): string {
  const near = nearest(basename(file), filesIn(resolve(cwd, dirname(file))));
  if (near !== undefined) return `write "${join(dirname(file), near)}"`;
  return file.startsWith('/') ? 'there is no such file' : `there is no such file below ${cwd}`;
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
