import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { TemplateFile } from '../../template/hcl/packer/read-configuration.ts';
import { compareBytes } from '../../template/model/go-value.ts';
import type { TemplateSource } from '../template-source.ts';
import { hclFileMissing, hclFilesMissing } from '../words.ts';

/** An HCL2 template: a file, or all files of a folder. `undefined`: the name is that of another template. */
export function readHcl(name: string, cwd: string): TemplateSource | undefined {
  const path = resolve(cwd, name);
  const isFile = /\.pkr\.(?:hcl|json)$/.test(name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() !== true && !isFile) return undefined;
  if (stat === undefined) throw hclFileMissing(name);
  if (!stat.isDirectory()) {
    const files = [readNamed(name, cwd)];
    return {
      text: '',
      path,
      hcl: { argument: name, folder: dirname(path), root: dirname(name), files, values: [] },
    };
  }
  const names = readdirSync(path).sort(compareBytes);
  const ending = (...ends: readonly string[]) =>
    ends
      .flatMap((end) => names.filter((one) => one.endsWith(end)))
      .map((one) => readNamed(join(name, one), cwd));
  const files = ending('.pkr.hcl', '.pkr.json');
  if (files.length === 0) throw hclFilesMissing(name);
  const values = ending('.auto.pkrvars.hcl', '.auto.pkrvars.json');
  return { text: '', path, hcl: { argument: name, folder: path, root: name, files, values } };
}

function readNamed(name: string, cwd: string): TemplateFile {
  // A byte order mark is no part of the text.
  return { name, text: readFileSync(resolve(cwd, name), 'utf8').replace(/^\ufeff/, '') };
}
