import type { Mistake, Path } from '../../errors/mistake.ts';
import { nearest } from '../../errors/nearest.ts';
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
  const names = template.builders.map(({ name }) => name);
  const mistakes = [
    ...(names.length === 0
      ? [{ message: 'at least one builder must be defined', spot: { path: ['builders'] } }]
      : []),
    ...template.provisioners.flatMap((provisioner, index) => {
      const part = { label: `provisioner ${index + 1}`, path: ['provisioners', index] };
      const overrides = strangers([...provisioner.override.keys()], names).map(({ name, advice }) => ({
        message: `${part.label}: override '${name}' doesn't exist`,
        advice,
        spot: { path: [...part.path, 'override', name], part: 'key' as const },
      }));
      return [...checkFilter(provisioner, names, part), ...overrides];
    }),
    ...template.postProcessors.flatMap((chain, index) => {
      return chain.flatMap((processor, place) => {
        const path = ['post-processors', index, place];
        return checkFilter(processor, names, { label: `post-processor ${index + 1}.${place + 1}`, path });
      });
    }),
  ];
  const messages = mistakes.map(({ message }) => message);
  if (mistakes.length > 0) throw templateInvalid(messages, { mistakes });
}

function checkFilter(
  filtered: Filtered,
  builders: readonly string[],
  { label, path }: { readonly label: string; readonly path: Path },
): readonly Mistake[] {
  const { only, except } = filtered;
  if (only.length > 0 && except.length > 0) {
    const message = `${label}: only one of 'only' or 'except' may be specified`;
    return [{ message, advice: 'keep one of them', spot: { path: [...path, 'except'], part: 'key' } }];
  }
  return (['only', 'except'] as const).flatMap((key) =>
    strangers(filtered[key], builders).map(({ name, index, advice }) => {
      const message = `${label}: '${key}' specified builder '${name}' not found`;
      return { message, advice, spot: { path: [...path, key, index] } };
    }),
  );
}

/** Names that no builder has, with what may be meant. */
function strangers(names: readonly string[], builders: readonly string[]) {
  return [...names.entries()]
    .filter(([, name]) => !builders.includes(name))
    .map(([index, name]) => {
      const near = nearest(name, builders);
      const advice = near === undefined ? `the builders are: ${builders.join(', ')}` : `write "${near}"`;
      return { index, name, advice: builders.length === 0 ? undefined : advice };
    });
}

function checkVersion(wanted: string): void {
  if (wanted === '') return;
  const enough = atLeast(PACKER_VERSION, wanted);
  if (enough === undefined) {
    const message = `min_version is invalid: Malformed version: ${wanted}`;
    throw templateRefused(message, {
      mistakes: [{ message, advice: `write "${PACKER_VERSION}"`, spot: VERSION }],
    });
  }
  if (!enough) throw versionTooLow(wanted, PACKER_VERSION);
}

const VERSION = { path: ['min_packer_version'] } as const;
