import { templateInvalid, templateRefused, versionTooLow } from '../words.ts';
import type { Template } from './template.ts';
import { atLeast, PACKER_VERSION } from './version.ts';

interface Filtered {
  readonly only: readonly string[];
  readonly except: readonly string[];
}

/**
 * What Packer checks once all variables files are read: there is a builder, `only`, `except` and `override` name
 * builders as written, and the template does not ask for a newer version. Throws `template-invalid`.
 */
export function checkTemplate(template: Template): void {
  checkNames(template);
  checkVersion(template.minVersion);
}

/** The same whatever version the template asks for. */
export function checkNames(template: Template): void {
  const builders = new Set(template.builders.map(({ name }) => name));
  const findings = [
    ...(builders.size === 0 ? ['at least one builder must be defined'] : []),
    ...template.provisioners.flatMap((provisioner, index) => {
      const label = `provisioner ${index + 1}`;
      const strangers = [...provisioner.override.keys()].filter((name) => !builders.has(name));
      const overrides = strangers.map((name) => `${label}: override '${name}' doesn't exist`);
      return [...checkFilter(provisioner, builders, label), ...overrides];
    }),
    ...template.postProcessors.flatMap((chain, index) => {
      return chain.flatMap((processor, place) => {
        return checkFilter(processor, builders, `post-processor ${index + 1}.${place + 1}`);
      });
    }),
  ];
  if (findings.length > 0) throw templateInvalid(findings);
}

function checkFilter(
  { only, except }: Filtered,
  builders: ReadonlySet<string>,
  label: string,
): readonly string[] {
  if (only.length > 0 && except.length > 0) {
    return [`${label}: only one of 'only' or 'except' may be specified`];
  }
  const missing = (key: string, names: readonly string[]): readonly string[] => {
    const strangers = names.filter((name) => !builders.has(name));
    return strangers.map((name) => `${label}: '${key}' specified builder '${name}' not found`);
  };
  return [...missing('only', only), ...missing('except', except)];
}

function checkVersion(wanted: string): void {
  if (wanted === '') return;
  const enough = atLeast(PACKER_VERSION, wanted);
  if (enough === undefined) throw templateRefused(`min_version is invalid: Malformed version: ${wanted}`);
  if (!enough) throw versionTooLow(wanted, PACKER_VERSION);
}
