import type { UploadSource } from '../../communicators/communicator.ts';
import { crlfToLf } from '../../communicators/ssh/source.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { inlinePath, scriptFiles } from '../script/scripts.ts';
import type { ShellConfig } from '../shell.ts';

export interface ShellScript {
  /** As shown to the user. */
  readonly path: string;
  readonly source: UploadSource;
}

/** Packer uploads scripts with this mode and changes it on the guest. */
const MODE = 0o644;

/** The scripts to run, in order: the files, or one made of the inline commands. */
export function shellScripts(config: ShellConfig, scope: ProvisionScope): readonly ShellScript[] {
  if (config.inline.length > 0) return [inlineScript(config, scope)];
  return scriptFiles(config).map((file) => ({
    path: file,
    source: { file, crlfToLf: !config.binary, mode: MODE },
  }));
}

function inlineScript(config: ShellConfig, scope: ProvisionScope): ShellScript {
  const lines = [`#!${config.inline_shebang}`, ...config.inline.map((line) => renderAtRun(line, scope))];
  const text = lines.map((line) => `${line}\n`).join('');
  return { path: inlinePath(), source: { content: config.binary ? text : crlfToLf(text), mode: MODE } };
}
