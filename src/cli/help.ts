import { table, wrap } from '../renderers/table.ts';
import type { Command, Flag } from './command.ts';

const NAME = 'ecs-imagebuild';
const LAYOUT = { indent: 2, width: 100 } as const;

/** Help for one command, with flags written in Go's way. */
export function commandHelp({ name, operands, description, flags }: Command): string {
  const options = flags.map((flag) => [term(flag), flag.doc]);
  return [
    `Usage: ${[NAME, name, '[options]', ...operands].join(' ')}`,
    '',
    ...wrap(description, LAYOUT.width),
    ...(options.length === 0 ? [] : ['', 'Options:', ...table(options, LAYOUT)]),
  ].join('\n');
}

/** Help for the program: all commands. */
export function programHelp(commands: readonly Command[]): string {
  const rows = commands.map(({ name, alias, summary }) => [
    alias === undefined ? name : `${name}, ${alias}`,
    summary,
  ]);
  return [
    `Usage: ${NAME} [--version] [--help] <command> [<args>]`,
    '',
    'Available commands are:',
    ...table(rows, LAYOUT),
    '',
    'Each command tells more with -h.',
  ].join('\n');
}

function term({ name, value }: Flag): string {
  return value === undefined ? `-${name}` : `-${name}=<${value}>`;
}
