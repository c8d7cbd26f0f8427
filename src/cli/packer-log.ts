import { appendFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { goFileError } from '../files/go-file-error.ts';
import { isShown, logEvent, logLine } from '../renderers/packer-log.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';
import { logUnwritable } from './words.ts';

export interface PackerLog {
  /** The same surroundings, with the log hearing what happens. */
  readonly terminal: Terminal;
  /** How it ended, and what nobody foresaw with its stack, which is for whoever mends it. */
  end(code: number, unforeseen?: unknown): void;
}

/** A log on standard error, or anew in the file that `PACKER_LOG_PATH` names. Throws BuildError if that cannot be written. */
export function openPackerLog(terminal: Terminal): PackerLog {
  const path = terminal.env['PACKER_LOG_PATH'] ?? '';
  const write = path === '' ? (line: string) => void terminal.stderr.write(line) : fileWriter(terminal, path);
  const log = (text: string) => write(logLine('INFO', text, new Date()));
  log(`ecs-imagebuild version: ${VERSION} [node ${process.version} ${process.platform} ${process.arch}]`);
  if (terminal.interactive !== true) log('No tty available: questions are not asked, and pauses do not wait');
  return {
    terminal: {
      ...terminal,
      hear(event) {
        terminal.hear?.(event);
        // On the screen those lines are there already.
        if (path !== '' || !isShown(event)) write(logEvent(event, new Date()));
      },
    },
    end(code, unforeseen) {
      if (unforeseen instanceof Error)
        write(logLine('ERROR', unforeseen.stack ?? unforeseen.message, new Date()));
      log(`exit status ${code}`);
    },
  };
}

function fileWriter({ cwd }: Terminal, path: string): (line: string) => void {
  const file = resolve(cwd, path);
  try {
    writeFileSync(file, '', { mode: 0o600 });
  } catch (cause) {
    throw logUnwritable(goFileError('open', path, cause));
  }
  return (line) => appendFileSync(file, line);
}
