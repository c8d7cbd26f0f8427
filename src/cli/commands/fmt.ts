import { writeFileSync } from 'node:fs';
import { readSource, type TemplateSource } from '../../builds/template-source.ts';
import { templateUnparsed, templateUnreadable } from '../../builds/words.ts';
import { isBuildError } from '../../errors/build-error.ts';
import { formatJson } from '../../template/json/format-json.ts';
import { reason } from '../../wire/reason.ts';
import type { Call, Run } from '../command.ts';
import { findTemplates } from '../fmt/find-templates.ts';
import { formattedUnwritable } from '../words.ts';

/** What `-check` ends with where something is to do, as with Packer. */
const UNFORMATTED = 3;

/** Writes templates in one form, and names those that it has changed. */
export const run: Run = async (call) => {
  const { flags, terminal, operands } = call;
  const recursive = flags.on('recursive');
  const names = (operands.length === 0 ? ['.'] : operands).flatMap((name) =>
    name === '-' ? [name] : findTemplates(name, { cwd: terminal.cwd, recursive }),
  );
  let changed = 0;
  let failed = false;
  for (const name of names) {
    try {
      changed += (await format(name, call)) ? 1 : 0;
    } catch (error) {
      if (!isBuildError(error)) throw error;
      call.ui.error(`${name}: ${error.message}`);
      failed = true;
    }
  }
  if (failed) return 1;
  return flags.on('check') && changed > 0 ? UNFORMATTED : 0;
};

/** Gives whether the file had another form. */
async function format(name: string, call: Call): Promise<boolean> {
  const { flags, terminal } = call;
  const source = await readSource(name, terminal, (why) => templateUnreadable(name, why));
  const formatted = formattedText(source);
  const check = flags.on('check');
  const write = flags.on('write', true) && !check && name !== '-';
  const print = !write && !check && !flags.on('diff');
  if (print) terminal.stdout.write(formatted);
  if (formatted === source.text) return false;
  if (!print) await tell(name, { before: source.text, after: formatted }, call);
  if (write) save(name, source.path, formatted);
  return true;
}

async function tell(
  name: string,
  { before, after }: { readonly before: string; readonly after: string },
  { ui, flags }: Call,
): Promise<void> {
  ui.say(name);
  if (!flags.on('diff')) return;
  const { unifiedDiff } = await import('../fmt/unified-diff.ts');
  ui.say(unifiedDiff(name, before, after));
}

function formattedText({ text, path }: TemplateSource): string {
  try {
    return formatJson(text, path);
  } catch (cause) {
    throw isBuildError(cause) ? templateUnparsed(cause) : cause;
  }
}

function save(name: string, path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw formattedUnwritable(name, reason(cause));
  }
}
