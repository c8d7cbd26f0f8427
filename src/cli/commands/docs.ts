import { type Component, componentsIn } from '../../builds/catalog.ts';
import { nearest } from '../../errors/nearest.ts';
import { openCatalog } from '../../plugins/catalog.ts';
import { settingsMarkdown, settingsText } from '../../renderers/component-docs.ts';
import { describe } from '../../template/schema/describe.ts';
import type { Run } from '../command.ts';
import { componentUndocumented } from '../words.ts';

const KINDS = [
  ['builder', 'Builders'],
  ['provisioner', 'Provisioners'],
  ['post-processor', 'Post-processors'],
] as const;

/** Prints the settings of components, from the tables that decode them, or the list of all components. */
export const run: Run = async ({ flags, operands, ui, terminal: { cwd } }) => {
  const all = (await componentsIn(cwd)).filter(({ fields }) => fields !== undefined);
  const chosen: Component[] = [];
  for (const name of operands) chosen.push(...(await find(name, all, cwd)));
  if (operands.length === 0) ui.say(list(all));
  else ui.say(chosen.map((component) => documented(component, flags.on('markdown'))).join('\n\n'));
  return 0;
};

async function find(name: string, all: readonly Component[], cwd: string): Promise<readonly Component[]> {
  const found = name.startsWith('npm:')
    ? await (await openCatalog([cwd])).described(name)
    : all.filter(({ kind, type }) => name === type || name === `${kind}/${type}`);
  if (found.length > 0) return found;
  const known = all.flatMap(({ kind, type }) => [type, `${kind}/${type}`]);
  throw componentUndocumented(name, nearest(name, known));
}

function documented({ kind, type, fields = {} }: Component, markdown: boolean): string {
  const rows = describe(fields);
  const none = rows.length === 0 ? ', which has no settings' : '';
  return (markdown ? settingsMarkdown : settingsText)(`${type} (${kind}${none})`, rows);
}

function list(all: readonly Component[]): string {
  const sections = KINDS.map(([kind, title]) => {
    const types = all.filter((component) => component.kind === kind).map(({ type }) => `  ${type}`);
    return `${title}:\n\n${types.sort().join('\n')}`;
  });
  return `${sections.join('\n\n')}\n\nThe settings of one: ecs-imagebuild docs ${all[0]?.type ?? 'NAME'}`;
}
