import { parseSource } from '../../builds/parse-source.ts';
import { readTemplateOrSmallest } from '../../builds/template-source.ts';
import { readVariables } from '../../builds/template-variables.ts';
import { createRedactor, HIDDEN, type Redactor } from '../../events/redact.ts';
import type { Ui } from '../../renderers/ui.ts';
import type { Template } from '../../template/model/template.ts';
import type { Run } from '../command.ts';
import { redactedUi } from '../redacted-ui.ts';

const NOTE = `
Note: If your build names contain user variables or template
functions such as 'timestamp', these are processed at build time,
and therefore only show in their raw form here.`;

/** Prints the parts of a template, in Packer's form. Only its structure has to be right. */
export const run: Run = async (call) => {
  const { flags, operands, terminal } = call;
  const template = parseSource(await readTemplateOrSmallest(operands[0], terminal));
  const ui = redactedUi(call, defaultsOf(template));
  for (const path of flags.all('var-file')) readVariables(path, terminal.cwd);
  ui.say('Packer Inspect: JSON mode');
  if (template.description !== '') {
    ui.say('Description:\n');
    ui.say(`${template.description}\n`);
  }
  tellVariables(template, ui);
  tellBuilders(template, ui);
  tellProvisioners(template, ui);
  ui.say(NOTE);
  return 0;
};

/** Knows the defaults that must not be shown, wherever they stand. */
function defaultsOf({ variables, sensitiveVariables }: Template): Redactor {
  const redactor = createRedactor();
  redactor.hide(sensitiveVariables.map((name) => variables.get(name) ?? ''));
  return redactor;
}

/** Packer counts bytes, so that columns are even in ASCII alone. */
function padded(name: string, names: readonly string[]): string {
  const width = Math.max(0, ...names.map((other) => Buffer.byteLength(other)));
  return name + ' '.repeat(width - Buffer.byteLength(name));
}

function tellVariables({ variables, sensitiveVariables }: Template, ui: Ui): void {
  if (variables.size === 0) {
    ui.say('Variables:\n');
    ui.say('  <No variables>');
    ui.say('');
    return;
  }
  const names = [...variables.keys()].sort();
  const required = names.filter((name) => variables.get(name) === null);
  if (required.length > 0) {
    ui.say('Required variables:\n');
    for (const name of required) {
      ui.machine('', 'template-variable', name, sensitiveVariables.includes(name) ? HIDDEN : '', '1');
      ui.say(`  ${name}`);
    }
    ui.say('');
  }
  ui.say('Optional variables and their defaults:\n');
  for (const name of names.filter((known) => !required.includes(known))) {
    const value = variables.get(name) ?? '';
    const shown = sensitiveVariables.includes(name) ? HIDDEN : value;
    ui.machine('', 'template-variable', name, shown, '0');
    ui.say(`  ${padded(name, names)} = ${shown}`);
  }
  ui.say('');
}

function tellBuilders({ builders }: Template, ui: Ui): void {
  ui.say('Builders:\n');
  if (builders.length === 0) ui.say('  <No builders>');
  const names = builders.map(({ name }) => name);
  for (const { name, type } of [...builders].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    ui.machine('', 'template-builder', name, type);
    ui.say(`  ${padded(name, names)}${name === type ? '' : ` (${type})`}`);
  }
  ui.say('');
}

function tellProvisioners({ provisioners }: Template, ui: Ui): void {
  ui.say('Provisioners:\n');
  if (provisioners.length === 0) ui.say('  <No provisioners>');
  for (const { type } of provisioners) {
    ui.machine('', 'template-provisioner', type);
    ui.say(`  ${type}`);
  }
}
