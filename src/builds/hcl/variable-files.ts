import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '../../template/hcl/diagnostic.ts';
import type { TemplateFile } from '../../template/hcl/packer/read-configuration.ts';
import type { Selection } from '../selection.ts';
import type { HclSource } from '../template-source.ts';

/** The files with values of variables: those of the folder, then those that are named. */
export function variableFiles(
  { values }: HclSource,
  { variableFiles: named, cwd }: Pick<Selection, 'variableFiles'> & { readonly cwd: string },
): { readonly files: readonly TemplateFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const files: TemplateFile[] = [...values];
  const diagnostics: Diagnostic[] = [];
  for (const name of named) {
    if (!/\.(?:hcl|json)$/.test(name)) {
      const detail = 'A var file must be suffixed with `.hcl` or `.json`.';
      diagnostics.push({ summary: `Could not guess format of ${name}`, detail });
      continue;
    }
    try {
      files.push({ name, text: readFileSync(resolve(cwd, name), 'utf8') });
    } catch {
      const detail = `The configuration file "${name}" could not be read.`;
      diagnostics.push({ summary: 'Failed to read file', detail });
    }
  }
  return { files, diagnostics };
}
