import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { HIDDEN, type Redactor } from '../events/redact.ts';
import type { PlacedPostProcessor } from '../post-processors/prepare-chains.ts';
import type { RenderContext } from '../template/go/context.ts';
import { renderDeep } from '../template/go/render-deep.ts';
import type { JsonObject, TemplateProvisioner } from '../template/model/template.ts';
import type { Fields } from '../template/schema/field.ts';

interface ResolvedParts {
  readonly context: RenderContext;
  readonly redactor: Redactor;
  readonly builder: { readonly type: string; readonly config: JsonObject; readonly fields: Fields };
  /** Those of this build, in order. */
  readonly provisioners: readonly (TemplateProvisioner & { readonly fields: Fields })[];
  readonly postProcessors: readonly (PlacedPostProcessor & { readonly fields: Fields })[];
}

/** What a build is made from, with all variables filled in and no secret in it: kept, compared, and shown. */
export function resolvedTemplate({
  context,
  redactor,
  builder,
  provisioners,
  postProcessors,
}: ResolvedParts): JsonObject {
  const whole: JsonObject = {
    variables: Object.fromEntries(context.user),
    builder: { type: builder.type, ...settings(builder.config, builder.fields, context) },
    provisioners: provisioners.map((each) => ({
      type: each.type,
      ...settings(each.config, each.fields, context),
      ...(each.override.size > 0 && { override: Object.fromEntries(each.override) }),
      ...filesOf(each.config, context),
    })),
    ...(postProcessors.length > 0 && {
      postProcessors: Object.fromEntries(
        postProcessors.map(({ place, type, name, keepInputArtifact, config, fields }) => [
          place,
          {
            type,
            name,
            ...settings(config, fields, context),
            ...filesOf(config, context),
            ...(keepInputArtifact !== undefined && { keepInputArtifact }),
          },
        ]),
      ),
    }),
  };
  return redactor.data(whole);
}

/** Tells whether two of them are the same; holds no secret, as they hold none. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function settings(config: JsonObject, fields: Fields, context: RenderContext): JsonObject {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      fields[key]?.secret === true ? HIDDEN : rendered(key, { [key]: value }, context),
    ]),
  );
}

/** What only the running build can fill in stays as it is written. */
function rendered(key: string, setting: JsonObject, context: RenderContext) {
  try {
    return renderDeep(setting, context)[key] ?? null;
  } catch {
    return setting[key] ?? null;
  }
}

const FILES = [
  'script',
  'scripts',
  'source',
  'sources',
  'playbook_file',
  'playbook_files',
  'galaxy_file',
  'inventory_file',
  'config_template',
  'manifest_file',
  'hiera_config_path',
  'minion_config',
  'grains_file',
];

/** Digests of the files that a provisioner reads on this machine. */
function filesOf(config: JsonObject, context: RenderContext): JsonObject {
  const paths = FILES.flatMap((key) => [rendered(key, { [key]: config[key] ?? null }, context)].flat());
  const files = paths.flatMap((path) => {
    const digest =
      typeof path === 'string' && path !== '' ? fileDigest(resolve(context.pwd, path)) : undefined;
    return digest === undefined ? [] : [[path, digest]];
  });
  return files.length === 0 ? {} : { files: Object.fromEntries(files) };
}

function fileDigest(path: string): string | undefined {
  try {
    return statSync(path).isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex')
      : undefined;
  } catch {
    return undefined;
  }
}
