import type { Command, Flag } from '../../../src/cli/command.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { REFUSED_COMMANDS } from '../../../src/cli/refused-commands.ts';
import { FIXERS } from '../../../src/template/json/fix/fixers.ts';
import type { Marks } from './marks.ts';
import surface from './packer-surface.json' with { type: 'json' };
import type { Row, State } from './row.ts';

interface PackersCommand {
  readonly since?: string;
  readonly flags: readonly string[];
  readonly later?: readonly string[];
}

const THEIRS: readonly (readonly [string, PackersCommand])[] = Object.entries(surface.commands);

export function commandRows(marks: Marks): readonly Row[] {
  const theirs = THEIRS.map(([name, { since }]) => {
    const later = since === undefined ? '' : `Packer ${since}: `;
    const refusal = REFUSED_COMMANDS[name];
    const command = find(name);
    const served: Found = command && ['supported', later + also(command, name)];
    return marks.row(`command ${name}`, name, refusal ? ['refused', later + refusal.why] : served);
  });
  const known = THEIRS.map(([name]) => name);
  const ours = COMMANDS.filter(({ name, alias }) => !known.includes(name) && !known.includes(alias ?? ''));
  return [
    ...theirs,
    ...ours.map(({ name, summary }) => marks.row(`command ${name}`, name, ['ours', summary])),
  ];
}

type Found = readonly [State, string] | undefined;

function find(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name || command.alias === name);
}

function also({ name, alias }: Command, shown: string): string {
  const other = [name, alias].find((one) => one !== undefined && one !== shown);
  return other === undefined ? '' : `also as \`${other}\``;
}

/** Flags of the commands that both have, then those that only ours have. */
export function flagRows(marks: Marks): readonly Row[] {
  return COMMANDS.flatMap((command) => {
    const named = THEIRS.find(([name]) => name === command.name || name === command.alias);
    const [shown, theirs] = named ?? [command.name, { flags: [] }];
    return rowsOf(command, shown, { theirs, marks });
  });
}

function rowsOf(
  { flags }: Command,
  shown: string,
  { theirs, marks }: { readonly theirs: PackersCommand; readonly marks: Marks },
): readonly Row[] {
  const names = [...new Set([...theirs.flags, ...(theirs.later ?? []), ...flags.map(({ name }) => name)])];
  return names.map((name) => {
    const flag = flags.find((one) => one.name === name);
    const found = flag && foundFlag(flag, theirs.flags.includes(name));
    return marks.row(`flag ${shown} -${name}`, `${shown} -${name}`, found);
  });
}

function foundFlag({ doc }: Flag, theirs: boolean): Found {
  if (doc.startsWith('Accepted for compatibility')) return ['no effect', theirs ? doc : 'of later releases'];
  return theirs ? ['supported', ''] : ['ours', doc];
}

export function environmentRows(marks: Marks): readonly Row[] {
  return surface.environment.map((name) => marks.row(`environment ${name}`, name, undefined));
}

export function fixerRows(): readonly Row[] {
  return FIXERS.map(({ name, synopsis }) => ({ name: `\`${name}\``, state: 'supported', remark: synopsis }));
}
