import { isList, isObject } from '../../model/go-value.ts';
import type { Json, JsonObject } from '../../model/template.ts';
import { all, rename, revise } from './changes.ts';
import type { Change, Fixer } from './fixer.ts';
import { inProvisioners } from './sections.ts';

export const powershellEscapes: Fixer = {
  name: 'powershell-escapes',
  synopsis: 'Removes PowerShell escapes from user env vars and elevated username and password strings',
  fix: inProvisioners(
    ofType('powershell', (settings) => {
      const variables = settings['environment_vars'];
      const texts = variables === undefined ? undefined : textsOf(variables);
      // Packer gives up on the whole provisioner where these are no list of texts.
      if (variables !== undefined && texts === undefined) return settings;
      const fixed = all(revise('elevated_user', unescaped), revise('elevated_password', unescaped))(settings);
      return texts === undefined ? fixed : { ...fixed, environment_vars: texts.map(unescaped) };
    }),
  ),
};

export const galaxyCommand: Fixer = {
  name: 'galaxy-command',
  synopsis: 'Replaces "galaxycommand" in ansible-local provisioner configs with "galaxy_command"',
  fix: inProvisioners(
    ofType(
      'ansible-local',
      rename('galaxycommand', 'galaxy_command', { as: 'string', existing: 'wins-always' }),
    ),
  ),
};

function ofType(type: string, change: Change): (item: Json) => Json {
  return (item) => (isObject(item) && hasType(item, type) ? change(item) : item);
}

function hasType(settings: JsonObject, type: string): boolean {
  return settings['type'] === type;
}

function unescaped(value: Json): Json {
  return typeof value === 'string' ? value.replace(/`([$"`'])/g, '$1') : value;
}

function textsOf(value: Json): readonly string[] | undefined {
  if (value === null) return [];
  if (!isList(value)) return undefined;
  const texts = value.map((item) => item ?? '').filter((item) => typeof item === 'string');
  return texts.length < value.length ? undefined : texts;
}
