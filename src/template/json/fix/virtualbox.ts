import { isList, isObject } from '../../model/go-value.ts';
import type { Json, JsonObject } from '../../model/template.ts';
import { expectedMap } from '../../schema/findings.ts';
import { rename, without } from './changes.ts';
import type { Fixer } from './fixer.ts';
import { inBuilders, inProvisioners } from './sections.ts';
import { fixRefused } from './words.ts';

export const virtualboxAttach: Fixer = {
  name: 'virtualbox-gaattach',
  synopsis: 'Updates VirtualBox builders using "guest_additions_attach" to use "guest_additions_mode"',
  fix: inBuilders(/^virtualbox$/, (builder) => {
    const attach = builder['guest_additions_attach'];
    if (typeof attach !== 'boolean') return builder;
    const mode = attach ? 'attach' : 'upload';
    return { ...without(builder, 'guest_additions_attach'), guest_additions_mode: mode };
  }),
};

const renameBuilders = inBuilders(/^virtualbox$/, (builder) => ({ ...builder, type: 'virtualbox-iso' }));
const renameOverrides = inProvisioners(overridden);

export const virtualboxRename: Fixer = {
  name: 'virtualbox-rename',
  synopsis: 'Updates "virtualbox" builders to "virtualbox-iso"',
  fix: (template) => renameOverrides(renameBuilders(template)),
};

/** What a provisioner overrides for the builder follows its name. */
function overridden(item: Json): Json {
  const settings = merged(item);
  const given = settings?.['override'];
  if (settings === undefined || given === undefined) return item;
  const override = merged(given);
  if (override === undefined) throw fixRefused(expectedMap('', given).message);
  if (!Object.hasOwn(override, 'virtualbox')) return item;
  return { ...settings, override: rename('virtualbox', 'virtualbox-iso')(override) };
}

/** An object, or a list of objects read as one. */
function merged(value: Json): JsonObject | undefined {
  if (value === null) return {};
  if (isObject(value)) return value;
  if (!isList(value)) return undefined;
  const parts = value.map(merged).filter((part) => part !== undefined);
  return parts.length < value.length ? undefined : Object.assign({}, ...parts);
}
