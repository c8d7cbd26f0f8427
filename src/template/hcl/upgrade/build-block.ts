import { goDuration } from '../../go/go-duration.ts';
import type {
  Json,
  JsonObject,
  Template,
  TemplatePostProcessor,
  TemplateProvisioner,
} from '../../model/template.ts';
import { json } from '../../schema/field.ts';
import { block, settings, upgradedText } from './block-text.ts';
import { commented } from './comments.ts';
import { functionsOf } from './functions.ts';
import { quoted } from './quoted-text.ts';
import type { Source } from './sources.ts';
import type { Upgrade } from './upgrade-state.ts';
import { builderNames } from './words.ts';

type Filtered = Pick<TemplateProvisioner, 'only' | 'except'>;

/** Provisioners and post-processors with their sources. */
export function buildBlock(template: Template, sources: readonly Source[], upgrade: Upgrade): string {
  const { description, provisioners, cleanupProvisioner, postProcessors } = template;
  const names = sources.map(({ builder, name }) => quoted(`source.${builder.type}.${name}`));
  const cleanup = cleanupProvisioner === undefined ? [] : [cleanupProvisioner];
  const parts = [
    description === '' ? '' : `description = ${quoted(description)}\n\n`,
    `sources = [${names.join(', ')}]\n\n`,
    ...provisioners.map((one) => provisionerBlock('provisioner', one, { sources, upgrade })),
    ...cleanup.map((one) => provisionerBlock('error-cleanup-provisioner', one, { sources, upgrade })),
    ...postProcessors.map((chain) => chainBlock(chain, { sources, upgrade })),
  ];
  return block('build', parts.join(''));
}

interface Around {
  readonly sources: readonly Source[];
  readonly upgrade: Upgrade;
}

/** An object of settings is no block here. */
const META = { override: json('') };

function provisionerBlock(word: string, provisioner: TemplateProvisioner, around: Around): string {
  const { upgrade } = around;
  const { type, config, maxRetries, timeout, pauseBefore, override } = provisioner;
  const overrides = [...override].map(([name, one]) => [sourceOf(name, around)?.name ?? name, one] as const);
  const given: readonly (readonly [string, Json | undefined])[] = [
    ...Object.entries(config),
    ...filters(provisioner, around),
    ['max_retries', maxRetries === '' ? undefined : maxRetries],
    ['timeout', timeout > 0 ? goDuration(timeout) : undefined],
    ['pause_before', pauseBefore > 0 ? goDuration(pauseBefore) : undefined],
    ['override', overrides.length === 0 ? undefined : Object.fromEntries(overrides)],
  ];
  return upgradedText(upgrade, functionsOf(upgrade, 'components'), (quote) => {
    const fields = { ...upgrade.fieldsOf('provisioner', type), ...META };
    const text = block(`${word} "${type}"`, settings(written(given), quote, fields));
    return `${filterRemark(provisioner, around)}${text}\n`;
  });
}

/** A chain of one needs no block around it. */
function chainBlock(chain: readonly TemplatePostProcessor[], around: Around): string {
  const { upgrade } = around;
  if (chain.length === 0) return '';
  return upgradedText(upgrade, functionsOf(upgrade, 'components'), (quote) => {
    const blocks = chain.map((one) => {
      const { type, name, keepInputArtifact, config } = one;
      const given: readonly (readonly [string, Json | undefined])[] = [
        ...Object.entries(config),
        ...filters(one, around),
        ['name', name === '' || name === type ? undefined : name],
      ];
      const keep = keepInputArtifact === undefined ? '' : `keep_input_artifact = ${keepInputArtifact}\n`;
      const body = settings(written(given), quote, upgrade.fieldsOf('post-processor', type));
      return filterRemark(one, around) + block(`post-processor "${type}"`, keep + body);
    });
    return chain.length === 1 ? blocks.join('') : block('post-processors', blocks.join(''));
  });
}

function written(entries: readonly (readonly [string, Json | undefined])[]): JsonObject {
  return Object.fromEntries(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function filters(filtered: Filtered, around: Around): readonly (readonly [string, readonly string[]])[] {
  const names = (given: readonly string[]) =>
    around.upgrade.isOwn ? given.map((name) => fullName(name, around)) : given;
  return [
    ['except', names(filtered.except)],
    ['only', names(filtered.only)],
  ];
}

function sourceOf(builderName: string, { sources }: Around): Source | undefined {
  return sources.find(({ builder }) => builder.name === builderName);
}

function fullName(builderName: string, around: Around): string {
  const source = sourceOf(builderName, around);
  return source === undefined ? builderName : `${source.builder.type}.${source.name}`;
}

/** Where the names stay as Packer leaves them, they name nothing any more. */
function filterRemark({ only, except }: Filtered, around: Around): string {
  const names = [...only, ...except].map((name) => fullName(name, around));
  return around.upgrade.isOwn || names.length === 0 ? '' : commented([builderNames(names)]);
}
