import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { componentsIn } from '../../builds/catalog.ts';
import { parseSource } from '../../builds/parse-source.ts';
import { readSource } from '../../builds/template-source.ts';
import { readVariables } from '../../builds/template-variables.ts';
import { templateUnopened } from '../../builds/words.ts';
import { isBuildError } from '../../errors/build-error.ts';
import { upgradeTemplate } from '../../template/hcl/upgrade/upgrade-template.ts';
import { checkTemplate } from '../../template/model/check-template.ts';
import type { Template } from '../../template/model/template.ts';
import { variablesMissing } from '../../template/words.ts';
import { reason } from '../../wire/reason.ts';
import type { Call, Run } from '../command.ts';
import { tellMistakes } from '../mistakes.ts';
import { upgradeUnwritable } from '../words.ts';

/** Writes a JSON template as one of HCL2, as far as it can be, and tells what could not. */
export const run: Run = async (call) => {
  const { flags, operands, terminal, ui } = call;
  const [name = ''] = operands;
  const output = flags.text('output-file') ?? `${name}.pkr.hcl`;
  // As with Packer the file is there whatever comes of it.
  write(output, '', terminal.cwd);
  const template = await readTemplate(name, call);
  if (template === undefined) return 1;
  const problem = initialProblem(template, call);
  if (problem !== undefined) ui.error(`Ignoring following initialization error: <nil>: ; ${problem}`);
  const components = await componentsIn(dirname(resolve(terminal.cwd, name)));
  const { text, unknown } = upgradeTemplate(template, {
    annotations: flags.on('with-annotations'),
    fieldsOf: (kind, type) => components.find((one) => one.kind === kind && one.type === type)?.fields,
  });
  if (unknown.length > 0)
    ui.error(`Ignoring following sources.Parse error: unknown builder type(s): [${unknown.join(' ')}]\n`);
  const code = unknown.length > 0 ? 1 : 0;
  write(output, text, terminal.cwd);
  ui.say(`Successfully created ${output}. Exit ${code}`);
  return code;
};

/** The template; nothing where it cannot be read, which is told. */
async function readTemplate(name: string, call: Call): Promise<Template | undefined> {
  const { terminal, ui } = call;
  try {
    return parseSource(await readSource(name, terminal, (why) => templateUnopened(name, why)));
  } catch (error) {
    if (!isBuildError(error)) throw error;
    ui.error(error.message);
    ui.error('Failed to get config from JSON');
    tellMistakes(
      error.mistakes.filter(({ place }) => place !== undefined),
      call,
    );
    return undefined;
  }
}

/** What a build would be refused for. The template is written out all the same. */
function initialProblem(template: Template, { flags, terminal }: Call): string | undefined {
  const given = new Set(flags.all('var').map((text) => text.slice(0, text.indexOf('='))));
  for (const path of flags.all('var-file'))
    for (const name of readVariables(path, terminal.cwd).keys()) given.add(name);
  const missing = [...template.variables]
    .filter(([name, value]) => value === null && !given.has(name))
    .map(([name]) => name);
  try {
    checkTemplate(template);
  } catch (error) {
    if (!isBuildError(error)) throw error;
    return error.message;
  }
  return missing.length === 0 ? undefined : variablesMissing(missing).message;
}

function write(name: string, text: string, cwd: string): void {
  const path = resolve(cwd, name);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  } catch (cause) {
    throw upgradeUnwritable(name, reason(cause));
  }
}
