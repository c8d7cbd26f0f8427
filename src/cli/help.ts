import { Command as Parser } from 'commander';
import type { Command, Flag } from './command.ts';

const NAME = 'ecs-imagebuild';

/** Help for one command, with flags written in Go's way. */
export function commandHelp(command: Command): string {
  return parserOf(command).helpInformation();
}

/** Help for the program: all commands. */
export function programHelp(commands: readonly Command[]): string {
  const parser = new Parser(NAME).usage('[--version] [--help] <command> [<args>]').helpOption(false);
  parser.helpCommand(false);
  for (const { name, alias, summary } of commands) {
    const child = parser.command(name).summary(summary).helpOption(false);
    if (alias !== undefined) child.alias(alias);
  }
  parser.configureHelp({
    subcommandTerm: (child) => [child.name(), ...child.aliases()].join(', '),
    styleTitle: (title) => (title === 'Commands:' ? 'Available commands are:' : title),
  });
  return `${parser.helpInformation()}\nEach command tells more with -h.\n`;
}

function parserOf(command: Command): Parser {
  const parser = new Parser(`${NAME} ${command.name}`)
    .description(command.description)
    .usage(['[options]', ...command.operands].join(' '))
    .helpOption(false);
  for (const flag of command.flags) parser.option(term(flag), flag.doc);
  parser.configureHelp({
    helpWidth: 100,
    optionTerm: ({ flags }) => flags.replace('--', '-').replace(' ', '=').replace('=<on>', ''),
    optionDescription: ({ description }) => description,
  });
  return parser;
}

function term({ name, value = 'on' }: Flag): string {
  return `--${name} <${value}>`;
}
