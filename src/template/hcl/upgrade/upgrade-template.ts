import type { Template } from '../../model/template.ts';
import { formatHcl } from '../format/format.ts';
import { buildBlock } from './build-block.ts';
import { commented } from './comments.ts';
import { packerBlock, pluginOf } from './packer-block.ts';
import { sourceBlock, sourcesOf } from './sources.ts';
import type { Upgrade, UpgradeOptions } from './upgrade-state.ts';
import { localBlocks, localsOf, variableBlocks } from './variable-blocks.ts';
import { ANNOTATIONS, legacyCall } from './words.ts';

export interface Upgraded {
  readonly text: string;
  /** Types of builders that nobody knows. */
  readonly unknown: readonly string[];
}

/** Builders that are part of Packer itself. */
const PACKERS_OWN: ReadonlySet<string> = new Set(['file', 'null']);

/** A JSON template as one of HCL2: the same blocks in the same order as Packer makes of it. */
export function upgradeTemplate(template: Template, options: UpgradeOptions): Upgraded {
  const types = template.builders.map(({ type }) => type);
  const isKnown = (type: string) => pluginOf(type) !== undefined || PACKERS_OWN.has(type);
  const isOurs = (type: string) => options.fieldsOf('builder', type) !== undefined;
  const upgrade: Upgrade = {
    annotations: options.annotations,
    fieldsOf: (kind, type) => options.fieldsOf(kind, type),
    isOwn: types.some((type) => isOurs(type) && !isKnown(type)),
    locals: new Set(),
    variables: new Set(),
    usesTimestamp: false,
    legacy: new Set(),
    called: new Set(),
    remarks: new Set(),
  };
  const sources = sourcesOf(template.builders);
  return {
    text: formatHcl(written(template, { ...upgrade, locals: localsOf(template, upgrade) })),
    unknown: sources.map(({ builder }) => builder.type).filter((type) => !isKnown(type) && !isOurs(type)),
  };
}

function written(template: Template, upgrade: Upgrade): string {
  const sources = sourcesOf(template.builders);
  const note = (about: keyof typeof ANNOTATIONS) =>
    upgrade.annotations ? commented(ANNOTATIONS[about]) : '';
  const under = (about: keyof typeof ANNOTATIONS, text: string) =>
    text === '' || !upgrade.annotations ? text : `\n${note(about)}${text.replace(/^\n/, '')}`;
  // What the later blocks use shows which of the earlier ones there are.
  const local = localBlocks(template, upgrade);
  const source = sources.map((one) => sourceBlock(one, upgrade)).join('');
  const build = sources.length === 0 ? '' : `\n${buildBlock(template, sources, upgrade)}`;
  const variables = variableBlocks(template, upgrade);
  return [
    note('file'),
    under('packer', packerBlock(template)),
    under('variables', variables),
    timeBlocks(upgrade, note('timestamp')),
    under('locals', local),
    under('sources', source),
    under('build', build),
  ].join('');
}

/** What the functions of time stand on. */
function timeBlocks({ usesTimestamp, legacy }: Upgrade, note: string): string {
  const local = 'locals { timestamp = regex_replace(timestamp(), "[- TZ:]", "") }\n';
  const remarks = (['isotime', 'strftime'] as const).filter((name) => legacy.has(name)).map(legacyCall);
  return (usesTimestamp ? `\n${note}${local}` : '') + commented(remarks);
}
