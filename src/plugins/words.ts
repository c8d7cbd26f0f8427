import { BuildError } from '../errors/build-error.ts';
import { reason } from '../wire/reason.ts';

export const packageMissing = (name: string, folders: readonly string[]): BuildError =>
  new BuildError(
    'plugin-invalid',
    `plug-in ${name}: there is no such package, seen from ${folders.join(' and ')}`,
    {
      hint: `Install it beside the template: npm install ${name}`,
    },
  );

export const packageUnreadable = (name: string, why: unknown): BuildError =>
  new BuildError('plugin-invalid', `plug-in ${name} cannot be loaded: ${reason(why)}`, {
    hint: 'Its package.json must name a JavaScript file that Node can import.',
  });

export const pluginMissing = (name: string): BuildError =>
  new BuildError('plugin-invalid', `package ${name} is no plug-in: it exports no object named \`plugin\``, {
    hint: 'See docs/plugins.md for what a plug-in exports.',
  });

export const apiMismatch = (name: string, theirs: unknown, ours: number): BuildError =>
  new BuildError(
    'plugin-invalid',
    `plug-in ${name} was made for version ${JSON.stringify(theirs) ?? 'undefined'} of the plug-in interface; this program has version ${ours}`,
    {
      hint:
        typeof theirs === 'number' && theirs > ours
          ? 'Update ecs-imagebuild, or install an older release of the plug-in.'
          : `Install a release of the plug-in that says "apiVersion: ${ours}".`,
    },
  );

/** `where` names the part, such as `provisioner "touch", field "path"`. */
export const pluginMalformed = (name: string, where: string, what: string): BuildError =>
  new BuildError('plugin-invalid', `plug-in ${name}: ${where === '' ? '' : `${where} `}${what}`, {
    hint: 'See docs/plugins.md for what a plug-in exports.',
  });

export const componentAmbiguous = (name: string, kind: string, known: readonly string[]): BuildError =>
  new BuildError(
    'plugin-invalid',
    known.length === 0
      ? `plug-in ${name} has no ${kind}`
      : `plug-in ${name} has several of kind ${kind}: which one?`,
    known.length === 0 ? {} : { hint: `Name it: ${known.map((one) => `npm:${name}/${one}`).join(', ')}` },
  );

export const componentAbsent = (
  name: string,
  kind: string,
  wanted: string,
  known: readonly string[],
): BuildError =>
  new BuildError('plugin-invalid', `plug-in ${name} has no ${kind} ${wanted}`, {
    hint: known.length === 0 ? `It has no ${kind} at all.` : `It has: ${known.join(', ')}`,
  });

export const typeTaken = (kind: string, component: string, owner: string, name: string): BuildError =>
  new BuildError(
    'plugin-invalid',
    `plug-in ${name}: the ${kind} ${component} is there already, from ${owner}`,
    {
      hint: `Take one of them out of ecs-imagebuild.json, and write npm:${name}/${component} in the template.`,
    },
  );

export const typeMalformed = (type: string): BuildError =>
  new BuildError('plugin-invalid', `"${type}" names no package`, {
    hint: 'Write npm:PACKAGE or npm:PACKAGE/NAME, such as npm:my-plugin/touch.',
  });

export const configUnreadable = (file: string, why: string): BuildError =>
  new BuildError('plugin-invalid', `${file}: ${why}`, {
    hint: 'It is a JSON object such as {"plugins": ["my-plugin"]}.',
  });

export const functionFailed = (plugin: string, error: unknown): string =>
  `plug-in ${plugin}: ${reason(error)}`;

/** While a build runs nothing waits for an answer. */
export const functionLate = (plugin: string): string =>
  `plug-in ${plugin}: it answers later, so its arguments must be known before the build begins`;

export const artifactMalformed = (type: string, what: string): BuildError =>
  new BuildError('plugin-invalid', `${type} gave an artifact ${what}`, {
    hint: 'An artifact is { text: string, id?: string, files?: string[] }.',
  });
