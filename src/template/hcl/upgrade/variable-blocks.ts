import { compareBytes } from '../../model/go-value.ts';
import type { Template } from '../../model/template.ts';
import { block, upgradedText } from './block-text.ts';
import { functionsOf } from './functions.ts';
import { identifier } from './quoted-text.ts';
import { transposed } from './transposed.ts';
import type { Upgrade } from './upgrade-state.ts';

/** User variables whose defaults call more than `env`: a variable of HCL2 cannot have such a default. */
export function localsOf(template: Template, upgrade: Upgrade): ReadonlySet<string> {
  const functions = functionsOf(upgrade, 'variables');
  const names = [...template.variables].filter(([, text]) => {
    upgrade.called.clear();
    try {
      transposed(text ?? '', functions);
    } catch {
      // Then it is no local: its block stays as it is, and says why.
      return false;
    }
    return [...upgrade.called].some((name) => name !== 'env');
  });
  return new Set(names.map(([name]) => name));
}

/** The blocks of variables, in the order of their names; also of those that are used and nowhere declared. */
export function variableBlocks(template: Template, upgrade: Upgrade): string {
  const functions = functionsOf(upgrade, 'variables');
  const sensitive = new Set(template.sensitiveVariables);
  const names = new Set([...template.variables.keys(), ...upgrade.variables]);
  return sorted(names)
    .filter((name) => !upgrade.locals.has(name))
    .map((name) =>
      upgradedText(upgrade, functions, (quote) => {
        const text = template.variables.get(name) ?? undefined;
        const fallback = text === undefined ? '' : `default = ${quote(text)}\n`;
        const mark = sensitive.has(name) ? 'sensitive = true\n' : '';
        return `\n${block(`variable "${identifier(name)}"`, `type = string\n${fallback}${mark}`)}`;
      }),
    )
    .join('');
}

/** A block for each local that is sensitive, and one for all others. */
export function localBlocks(template: Template, upgrade: Upgrade): string {
  const functions = functionsOf(upgrade, 'variables');
  const sensitive = new Set(template.sensitiveVariables);
  const names = sorted(upgrade.locals);
  const own = names.filter((name) => sensitive.has(name));
  const others = names.filter((name) => !sensitive.has(name));
  const textOf = (name: string) => template.variables.get(name) ?? '';
  const blocks = own.map((name) =>
    upgradedText(upgrade, functions, (quote) => {
      const body = `sensitive = true\nexpression = ${quote(textOf(name))}\n`;
      return `\n${block(`local "${identifier(name)}"`, body)}`;
    }),
  );
  if (others.length > 0)
    blocks.push(
      upgradedText(upgrade, functions, (quote) => {
        const lines = others.map((name) => `${identifier(name)} = ${quote(textOf(name))}\n`);
        return `\n${block('locals', lines.join(''))}`;
      }),
    );
  return blocks.join('');
}

function sorted(names: ReadonlySet<string>): readonly string[] {
  return [...names].sort(compareBytes);
}
