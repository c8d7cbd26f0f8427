import { writeFileSync } from 'node:fs';
import { readSource, type TemplateSource } from '../../builds/template-source.ts';
import { templateUnparsed, templateUnreadable } from '../../builds/words.ts';
import { isBuildError } from '../../errors/build-error.ts';
import { formatJson } from '../../template/json/format-json.ts';
import { reason } from '../../wire/reason.ts';
import type { Call, Run } from '../command.ts';
import { findTemplates, isHclName } from '../fmt/find-templates.ts';
import type { Terminal } from '../terminal.ts';
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
  const problems: string[] = [];
  for (const name of names) {
    const outcome = await format(name, call);
    if (typeof outcome === 'string') problems.push(outcome);
    failed ||= typeof outcome !== 'boolean';
    changed += outcome === true ? 1 : 0;
  }
  for (const problem of problems) call.ui.error(problem);
  if (failed) return 1;
  return flags.on('check') && changed > 0 ? UNFORMATTED : 0;
};

/** Gives whether the file had another form; of HCL2 also what is wrong, which is told at the end, as Packer does. */
async function format(name: string, call: Call): Promise<boolean | string | undefined> {
  try {
    if (name.endsWith('.hcl')) return await formatHclFile(name, call);
    const source = await readSource(name, call.terminal, (why) => templateUnreadable(name, why));
    // Nothing that is HCL2 begins like a JSON template.
    if (name === '-' && !source.text.trimStart().startsWith('{'))
      return await formatHclInput(source.text, call);
    return await formatJsonFile(name, source, call);
  } catch (error) {
    if (!isBuildError(error)) throw error;
    call.ui.error(`${name}: ${error.message}`);
    return undefined;
  }
}

async function formatHclFile(name: string, call: Call): Promise<boolean | string> {
  const { formattedHcl, unformatted } = await import('../fmt/format-hcl.ts');
  if (!isHclName(name)) return unformatted(name, `file ${name} is not a HCL file`);
  const source = await readHcl(name, call.terminal);
  if ('why' in source) return unformatted(name, `failed to open ${name}: open ${name}: ${source.why}`);
  const result = formattedHcl(name, source.text);
  if ('problem' in result) return result.problem;
  if (result.text === source.text) return false;
  await tell(name, { before: source.text, after: result.text }, call);
  if (call.flags.on('write', true) && !call.flags.on('check')) save(name, source.path, result.text);
  return true;
}

/** As Packer does, -diff shows nothing of standard input, and -check prints what is in the one form. */
async function formatHclInput(text: string, { flags, terminal }: Call): Promise<boolean | string> {
  const { formattedHcl } = await import('../fmt/format-hcl.ts');
  const result = formattedHcl('-', text);
  if ('problem' in result) return result.problem;
  const changed = result.text !== text;
  if (flags.on('write', true) && !(flags.on('check') && changed)) terminal.stdout.write(result.text);
  return changed;
}

async function formatJsonFile(name: string, source: TemplateSource, call: Call): Promise<boolean> {
  const { flags, terminal } = call;
  const formatted = formattedJson(source);
  const check = flags.on('check');
  const write = flags.on('write', true) && !check && name !== '-';
  const print = !write && !check && !flags.on('diff');
  if (print) terminal.stdout.write(formatted);
  if (formatted === source.text) return false;
  if (!print) await tell(name, { before: source.text, after: formatted }, call);
  if (write) save(name, source.path, formatted);
  return true;
}

/** What was read, or why nothing was. */
async function readHcl(name: string, terminal: Terminal): Promise<TemplateSource | { readonly why: string }> {
  let refusal = '';
  const refuse = (why: string) => {
    refusal = why;
    return templateUnreadable(name, why);
  };
  try {
    return await readSource(name, terminal, refuse);
  } catch (error) {
    if (!isBuildError(error)) throw error;
    return { why: refusal };
  }
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

function formattedJson({ text, path }: TemplateSource): string {
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
