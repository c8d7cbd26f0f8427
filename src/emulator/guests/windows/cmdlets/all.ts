import type { Cmdlet } from '../powershell/cmdlet.ts';
import { archiveCmdlets } from './archives.ts';
import { contentCmdlets } from './content.ts';
import { itemCmdlets } from './items.ts';
import { languageCmdlets } from './language.ts';
import { listCmdlets } from './lists.ts';
import { outputCmdlets } from './output.ts';
import { placeCmdlets } from './places.ts';
import { systemCmdlets } from './system.ts';

const all: readonly Cmdlet[] = [
  ...outputCmdlets,
  ...languageCmdlets,
  ...listCmdlets,
  ...itemCmdlets,
  ...contentCmdlets,
  ...placeCmdlets,
  ...systemCmdlets,
  ...archiveCmdlets,
];
const byName = new Map(all.flatMap((cmdlet) => cmdlet.names.map((name) => [name, cmdlet] as const)));

/** A cmdlet by its name or an alias, whatever the case. */
export function cmdletNamed(name: string): Cmdlet | undefined {
  return byName.get(name.toLowerCase());
}

/** Names of all, for the documentation. */
export const cmdletNames: readonly string[] = all.map(({ names: [name = ''] }) => name);
