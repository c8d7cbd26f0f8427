import { goKind, isList } from '../../model/go-value.ts';
import type { Json, JsonObject } from '../../model/template.ts';
import { remove, rename, without } from './changes.ts';
import type { Fixer } from './fixer.ts';
import { inBuilders, inPostProcessors } from './sections.ts';
import { fixRefused } from './words.ts';

const PROVIDERS = ['aws', 'digitalocean', 'virtualbox', 'vmware'];

export const vagrantOverride: Fixer = {
  name: 'pp-vagrant-override',
  synopsis: 'Fixes provider-specific overrides for Vagrant post-processor',
  fix: inPostProcessors(/^vagrant$/, (settings) => {
    const found = PROVIDERS.filter((name) => Object.hasOwn(settings, name));
    if (found.length === 0) return settings;
    const override: JsonObject = Object.fromEntries(found.map((name) => [name, settings[name] ?? null]));
    return { ...without(settings, ...found), override };
  }),
};

export const manifestFilename: Fixer = {
  name: 'manifest-filename',
  synopsis: 'Updates "manifest" post-processor so any "filename" field is renamed to "output".',
  fix: inPostProcessors(/^manifest$/, rename('filename', 'output', { as: 'string' })),
};

const emailOfBuilders = inBuilders(undefined, remove('login_email'));
const emailOfPostProcessors = inPostProcessors(undefined, remove('login_email'));

export const dockerEmail: Fixer = {
  name: 'docker-email',
  synopsis: 'Removes "login_email" from the Docker builder.',
  // Only where there are post-processors: so it is in Packer.
  fix: (template) =>
    (template['post-processors'] ?? null) === null
      ? template
      : emailOfPostProcessors(emailOfBuilders(template)),
};

export const dockerTags: Fixer = {
  name: 'docker-tag-tags',
  synopsis: 'Updates "docker" post-processor so any "tag" field is renamed to "tags".',
  fix: inPostProcessors(/^docker-tag$/, (settings) => {
    const tags = ['tag', 'tags'].flatMap((key) => tagsOf(settings[key], key));
    return { ...without(settings, 'tag'), tags: [...new Set(tags)] };
  }),
};

function tagsOf(value: Json | undefined, key: string): readonly string[] {
  if (typeof value === 'string') return value.split(',').map((tag) => tag.trim());
  if (!isList(value)) return [];
  return value.map((tag) => {
    if (typeof tag === 'string') return tag;
    throw fixRefused(`'${key}' of a docker-tag post-processor: expected a string, got ${goKind(tag)}`);
  });
}
