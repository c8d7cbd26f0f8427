import type { Cmdlet } from '../powershell/cmdlet.ts';
import { contentCmdlets } from './content.ts';
import { itemCmdlets } from './items.ts';
import { languageCmdlets } from './language.ts';
import { outputCmdlets } from './output.ts';
import { systemCmdlets } from './system.ts';

/** Made when it is first asked for: cmdlets and the interpreter that runs them know each other. */
let byName: ReadonlyMap<string, Cmdlet> | undefined;

function named(): ReadonlyMap<string, Cmdlet> {
  const all = [...outputCmdlets, ...languageCmdlets, ...itemCmdlets, ...contentCmdlets, ...systemCmdlets];
  return new Map(all.flatMap((cmdlet) => cmdlet.names.map((name) => [name, cmdlet] as const)));
}

/** A cmdlet by its name or an alias, whatever the case. */
export function cmdletNamed(name: string): Cmdlet | undefined {
  byName ??= named();
  return byName.get(name.toLowerCase());
}
