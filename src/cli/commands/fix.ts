import { readSource } from '../../builds/template-source.ts';
import { isBuildError } from '../../errors/build-error.ts';
import { fixTemplate } from '../../template/json/fix/fix-template.ts';
import { fixedUnusable, fixUnopened, fixUnparsed } from '../../template/json/fix/words.ts';
import { goJson } from '../../template/json/go-json.ts';
import { parseTemplate } from '../../template/json/parse-template.ts';
import { checkNames } from '../../template/model/check-template.ts';
import type { Run } from '../command.ts';

/** Prints a template of an old version as one for Packer 1.6.6, and checks that it is one. */
export const run: Run = async ({ flags, operands: [name = ''], terminal, ui }) => {
  const source = await readSource(name, terminal, (why, code) =>
    code === 'EISDIR' ? fixUnparsed(`read ${name}: is a directory`) : fixUnopened(name, why),
  );
  const text = goJson(fixTemplate(source));
  ui.say(`${text}\n`);
  if (flags.on('validate', true)) checkFixed(text, source.path);
  return 0;
};

function checkFixed(text: string, path: string): void {
  const template = attempt('fails to parse', () => parseTemplate(text, path));
  attempt('failed to validate', () => checkNames(template));
}

function attempt<T>(what: Parameters<typeof fixedUnusable>[0], check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw isBuildError(error) ? fixedUnusable(what, error.message) : error;
  }
}
