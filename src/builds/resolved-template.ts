import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { HIDDEN } from '../events/redact.ts';
import type { RenderContext } from '../template/go/context.ts';
import type { Json, JsonObject } from '../template/model/template.ts';
import type { Fields } from '../template/schema/field.ts';

/** A part with its settings filled in; secrets are still in them. */
export interface Shown {
  readonly fields: Fields;
  readonly settings: JsonObject;
}

interface ShownProvisioner extends Shown {
  readonly type: string;
  readonly override: ReadonlyMap<string, Json>;
  readonly overrides: Readonly<Record<string, Json>>;
}

interface ShownPostProcessor extends Shown {
  readonly place: string;
  readonly type: string;
  readonly name: string;
  readonly keepInputArtifact: boolean | undefined;
}

/** The parts of one build, each in the order of the template. */
export interface ShownParts {
  readonly builder: Shown & { readonly type: string };
  readonly provisioners: readonly ShownProvisioner[];
  readonly postProcessors: readonly ShownPostProcessor[];
}

/** What a build is made from, with all variables filled in: kept, compared, and shown once it is redacted. */
export function resolvedTemplate(
  { builder, provisioners, postProcessors }: ShownParts,
  { user, pwd }: Pick<RenderContext, 'user' | 'pwd'>,
): JsonObject {
  return {
    variables: Object.fromEntries(user),
    builder: { type: builder.type, ...withoutSecrets(builder) },
    provisioners: provisioners.map((each) => ({
      type: each.type,
      ...withoutSecrets(each),
      ...(each.override.size > 0 && { override: each.overrides }),
      ...filesOf(each.settings, pwd),
    })),
    ...(postProcessors.length > 0 && {
      postProcessors: Object.fromEntries(
        postProcessors.map(({ place, type, name, keepInputArtifact, ...each }) => [
          place,
          {
            type,
            name,
            ...withoutSecrets(each),
            ...filesOf(each.settings, pwd),
            ...(keepInputArtifact !== undefined && { keepInputArtifact }),
          },
        ]),
      ),
    }),
  };
}

/** Tells whether two of them are the same; holds no secret, as they hold none. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function withoutSecrets({ settings, fields }: Shown): JsonObject {
  const shown = Object.entries(settings).map(([key, value]) => [
    key,
    fields[key]?.secret === true ? HIDDEN : value,
  ]);
  return Object.fromEntries(shown);
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

/** Digests of the files that a component reads on this machine. */
function filesOf(settings: JsonObject, pwd: string): JsonObject {
  const paths = FILES.flatMap((key) => [settings[key] ?? null].flat());
  const files = paths.flatMap((path) => {
    const digest = typeof path === 'string' && path !== '' ? fileDigest(resolve(pwd, path)) : undefined;
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
