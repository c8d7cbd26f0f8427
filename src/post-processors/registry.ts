import { componentUnknown, postProcessorNotAvailable } from '../errors/component-words.ts';
import { nearest } from '../errors/nearest.ts';
import type { ComponentSource } from '../plugins/component-source.ts';
import type { PostProcessorType } from './post-processor.ts';

const SERVED: Readonly<Record<string, () => Promise<PostProcessorType>>> = {
  'alicloud-import': async () =>
    (await import('../builders/alicloud-ecs/import/alicloud-import.ts')).alicloudImport,
  artifice: async () => (await import('./artifice.ts')).artifice,
  checksum: async () => (await import('./checksum.ts')).checksum,
  compress: async () => (await import('./compress.ts')).compress,
  manifest: async () => (await import('./manifest.ts')).manifest,
  'shell-local': async () => (await import('./shell-local.ts')).shellLocalPostProcessor,
};

/** Known to Packer, not served here: templates that name them are valid. */
export const unservedPostProcessors: readonly string[] = [
  'amazon-import',
  'digitalocean-import',
  'docker-import',
  'docker-push',
  'docker-save',
  'docker-tag',
  'exoscale-import',
  'googlecompute-export',
  'googlecompute-import',
  'ucloud-import',
  'vagrant',
  'vagrant-cloud',
  'vsphere',
  'vsphere-template',
  'yandex-export',
  'yandex-import',
];

/** Types whose settings can be checked. */
export const postProcessorTypes: readonly string[] = Object.keys(SERVED);

/** Throws `component-unknown` for a type that nobody has; where it is to be run, `component-unsupported` for one that only Packer has. */
export async function findPostProcessor(
  { type, name }: { readonly type: string; readonly name: string },
  runnable: boolean,
  plugins?: ComponentSource,
): Promise<void> {
  const known = [...postProcessorTypes, ...unservedPostProcessors];
  if (!known.includes(type) && (await plugins?.postProcessor(type)) === undefined)
    throw componentUnknown('post-processor', type, nearest(type, [...known, ...(plugins?.names ?? [])]));
  if (runnable && unservedPostProcessors.includes(type)) throw postProcessorNotAvailable(name);
}

/** Loads a type; `undefined` for one that is only known by name. */
export async function postProcessorType(
  type: string,
  plugins?: ComponentSource,
): Promise<PostProcessorType | undefined> {
  return Object.hasOwn(SERVED, type) ? SERVED[type]?.() : plugins?.postProcessor(type);
}
