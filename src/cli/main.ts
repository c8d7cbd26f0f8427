import { BuildError } from '../errors/build-error.ts';
import { nearest } from '../errors/nearest.ts';
import { machineUi } from '../renderers/machine-ui.ts';
import { plainUi, type Ui } from '../renderers/ui.ts';
import { reason } from '../wire/reason.ts';
import type { Command } from './command.ts';
import { COMMANDS } from './commands.ts';
import { cutMachineReadable, goFlags } from './go-flags.ts';
import type { PackerLog } from './packer-log.ts';
import { REFUSED_COMMANDS } from './refused-commands.ts';
import { processTerminal, type Terminal } from './terminal.ts';
import { VERSION } from './version.ts';
import { commandRefused, commandUnknown, unforeseen } from './words.ts';

export type { Terminal } from './terminal.ts';

const OK = 0;
const FAILED = 1;
const NO_COMMAND = 127;

/** Runs the program; gives its exit status. All it knows of the world around is `terminal`. */
export async function main(terminal: Terminal = processTerminal()): Promise<number> {
  const [argv, machineReadable] = cutMachineReadable(terminal.argv);
  const redact = (text: string) => text;
  const ui = machineReadable ? machineUi(terminal.stdout, redact) : plainUi(terminal.stdout, redact);
  let log: PackerLog | null | undefined;
  try {
    if (wantsLog(terminal.env)) log = await openLog(terminal);
    if (log === null) return FAILED;
    const code = await route(argv, { terminal: log?.terminal ?? terminal, machineReadable, ui });
    log?.end(code);
    return code;
  } catch (error) {
    ui.error(error instanceof BuildError ? worded(error) : unforeseen(reason(error)));
    if (error instanceof BuildError && error.mistakes.length > 0)
      await show(error, { terminal, machineReadable });
    log?.end(FAILED, error instanceof BuildError ? undefined : error);
    return FAILED;
  }
}

/** Shows where the mistakes of an error stand. */
async function show(
  { mistakes }: BuildError,
  around: Pick<Around, 'terminal' | 'machineReadable'>,
): Promise<void> {
  const { tellMistakes } = await import('./mistakes.ts');
  const placed = mistakes.filter(({ place }) => place !== undefined);
  tellMistakes(placed, around);
}

/** Whether the environment asks for a log. `PACKER_LOG_PATH` alone does not, as in Packer 1.6.6. */
function wantsLog({ PACKER_LOG: said = '' }: Terminal['env']): boolean {
  return said !== '' && said !== '0';
}

/** The log; `null` when it cannot be written, which standard error has been told then, as Packer tells it. */
async function openLog(terminal: Terminal): Promise<PackerLog | null> {
  const { openPackerLog } = await import('./packer-log.ts');
  try {
    return openPackerLog(terminal);
  } catch (error) {
    if (!(error instanceof BuildError)) throw error;
    terminal.stderr.write(`${worded(error)}\n`);
    return null;
  }
}

interface Around {
  readonly terminal: Terminal;
  readonly machineReadable: boolean;
  readonly ui: Ui;
}

async function route(argv: readonly string[], around: Around): Promise<number> {
  const { ui } = around;
  const [first = '', ...rest] = argv;
  if (/^--?(h|help)$/.test(first)) return help(ui, OK);
  if (/^--?(v|version)$/.test(first)) return told(ui, VERSION, OK);
  if (first.startsWith('-')) return misplaced(argv, ui);
  if (first === 'help') return helpOn(rest[0], ui);
  const command = find(first);
  if (command !== undefined) return call(command, rest, around);
  const refusal = Object.hasOwn(REFUSED_COMMANDS, first) ? REFUSED_COMMANDS[first] : undefined;
  if (refusal !== undefined) throw commandRefused(first, refusal.why, refusal.hint);
  if (first !== '') ui.error(`${worded(commandUnknown(first, nearest(first, names())))}\n`);
  return help(ui, NO_COMMAND);
}

async function call(command: Command, args: readonly string[], around: Around): Promise<number> {
  const { ui } = around;
  try {
    const { flags, operands, help: asked } = goFlags(args, command.flags, command.verbatimAfter);
    if (asked) return helpOnCommand(command, ui, OK);
    const [least, most] = command.count;
    if (operands.length < least || operands.length > most) return helpOnCommand(command, ui, FAILED);
    const { run } = await command.load();
    return await run({ flags, operands, ...around });
  } catch (error) {
    if (!(error instanceof BuildError) || error.code !== 'usage') throw error;
    await helpOnCommand(command, ui, FAILED);
    ui.error(worded(error));
    return FAILED;
  }
}

/** Flags before the command belong behind it. */
function misplaced(argv: readonly string[], ui: Ui): Promise<number> {
  const command = argv.map(find).find((found) => found !== undefined);
  ui.error(
    'Invalid flags before the subcommand. If these flags are for\nthe subcommand, please put them after the subcommand.\n',
  );
  return command === undefined ? help(ui, FAILED) : helpOnCommand(command, ui, FAILED);
}

async function helpOn(name: string | undefined, ui: Ui): Promise<number> {
  if (name === undefined) return help(ui, OK);
  const command = find(name);
  if (command !== undefined) return helpOnCommand(command, ui, OK);
  ui.error(`${worded(commandUnknown(name, nearest(name, names())))}\n`);
  return help(ui, NO_COMMAND);
}

/** What words help is loaded only where help is given: that is most of what the program would load at its start. */
async function help(ui: Ui, code: number): Promise<number> {
  const { programHelp } = await import('./help.ts');
  return told(ui, programHelp(COMMANDS), code);
}

async function helpOnCommand(command: Command, ui: Ui, code: number): Promise<number> {
  const { commandHelp } = await import('./help.ts');
  return told(ui, commandHelp(command), code);
}

function told(ui: Ui, text: string, code: number): number {
  ui.say(text.trimEnd());
  return code;
}

function find(name: string): Command | undefined {
  return COMMANDS.find((command) => command.name === name || command.alias === name);
}

function names(): readonly string[] {
  return COMMANDS.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
}

function worded({ message, hint }: BuildError): string {
  return hint === undefined ? message : `${message}\n${hint}`;
}
