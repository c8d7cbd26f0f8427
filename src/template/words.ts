import { BuildError, type BuildErrorOptions } from '../errors/build-error.ts';
import type { Mistake, Spot } from '../errors/mistake.ts';
import { decodingErrors, multiError, prepareErrors } from '../errors/multi-error.ts';

type Options = BuildErrorOptions;

/** All that is wrong with a template's structure. */
export function templateInvalid(messages: readonly string[], options: Options = {}): BuildError {
  return new BuildError('template-invalid', multiError(messages), options);
}

/** One finding that ends parsing at once. */
export function templateRefused(message: string, options: Options = {}): BuildError {
  return new BuildError('template-invalid', message, options);
}

/** Root values of a wrong type. */
export function templateMistyped(mistakes: readonly Mistake[]): BuildError {
  return new BuildError('template-invalid', decodingErrors(mistakes.map(({ message }) => message)), {
    mistakes,
  });
}

export function versionTooLow(wanted: string, ours: string): BuildError {
  const message = `This template requires Packer version ${wanted} or higher; using ${ours}`;
  return templateRefused(message, {
    hint: 'Lower min_packer_version if the template uses nothing newer.',
    mistakes: [
      { message, advice: `write "${ours}" if it uses nothing newer`, spot: { path: ['min_packer_version'] } },
    ],
  });
}

/** All required variables without a value. */
export function variablesMissing(names: readonly string[]): BuildError {
  const messages = names.map((name) => `required variable not set: ${name}`);
  return new BuildError('variable-invalid', multiError(messages), {
    hint: `Give a value with ${names.map((name) => `-var '${name}=...'`).join(' ')} or in a -var-file.`,
    data: { variables: names },
    mistakes: names.map((name, index) => ({
      message: messages[index] ?? '',
      advice: `give it a default here, or a value with -var '${name}=...'`,
      spot: { path: ['variables', name] },
    })),
  });
}

export function variableUnresolved(name: string, value: string, cause: BuildError): BuildError {
  const message =
    `Failed to interpolate "${name}": "${value}"; error: ${cause.message}: Please make sure that the variable ` +
    "you're referencing has been defined; Packer treats all variables used to interpolate other user variables " +
    'as required.';
  return new BuildError('variable-invalid', message, { cause, mistakes: cause.mistakes });
}

export function variableUnreadable(name: string, cause: BuildError): BuildError {
  const message = `error interpolating default value for '${name}': ${cause.message}`;
  return new BuildError('variable-invalid', message, { cause, mistakes: cause.mistakes });
}

export function varFlagInvalid(flag: string): BuildError {
  return new BuildError(
    'usage',
    `invalid value ${JSON.stringify(flag)} for flag -var: No '=' value in arg: ${flag}`,
    {
      hint: "Write it as -var 'name=value'.",
    },
  );
}

export function varFileInvalid(path: string, reason: string, mistakes: readonly Mistake[] = []): BuildError {
  return new BuildError('variable-invalid', `Error reading variables in '${path}': ${reason}`, {
    hint: 'A variables file is one JSON object whose values are all strings.',
    data: { file: path },
    mistakes,
  });
}

/** Settings of a wrong type; `all` are those and what else is wrong with the settings. */
export function configMistyped(mistyped: readonly Mistake[], all: readonly Mistake[] = mistyped): BuildError {
  const messages = mistyped.map(({ message }) => message);
  return new BuildError('config-invalid', decodingErrors(messages), { mistakes: all });
}

/** Something else where an object of settings is wanted. */
export function notSettings(mistake: Mistake): BuildError {
  return new BuildError('config-invalid', mistake.message, { mistakes: [mistake] });
}

/** Settings that no field has. */
export function configUnknown(mistakes: readonly Mistake[], options: Options): BuildError {
  const messages = mistakes.map(({ message }) => message);
  return new BuildError('config-invalid', multiError(messages), { ...options, mistakes });
}

/** What a component itself finds wrong with its settings. */
export function configRefused(messages: readonly string[], options: Options = {}): BuildError {
  const mistakes = messages.map((message) => ({ message }));
  return new BuildError('config-invalid', prepareErrors(messages), { mistakes, ...options });
}

export function deprecatedKey(key: string): string {
  return (
    `Deprecated configuration key: '${key}'. Please call \`packer fix\` against your template to update your ` +
    'template to be compatible with the current version of Packer. Visit ' +
    'https://www.packer.io/docs/commands/fix/ for more detail.'
  );
}

/** `field` is the setting that the text stands in, `spot` where in the settings. */
export function fieldUnrendered(
  verb: 'render' | 'invalid',
  { field, text, spot }: { readonly field: string; readonly text: string; readonly spot: Spot },
  cause: BuildError,
): BuildError {
  return new BuildError('interpolation-failed', `${verb} '${field}': ${cause.message} in:\n\n${text}`, {
    cause,
    data: { field },
    mistakes: inText(cause, spot),
    ...(cause.hint !== undefined && { hint: cause.hint }),
  });
}

/** The mistakes of a text that stands at this spot. */
export function inText({ message, mistakes }: BuildError, spot: Spot): readonly Mistake[] {
  if (mistakes.length === 0) return [{ message, spot }];
  return mistakes.map((mistake) => ({ ...mistake, spot: { ...mistake.spot, ...spot } }));
}

export function builderNameUnrendered(name: string, cause: BuildError, index: number): BuildError {
  return new BuildError('interpolation-failed', `Error interpolating builder '${name}': ${cause.message}`, {
    cause,
    mistakes: inText(cause, { path: ['builders', index, 'name'] }),
  });
}
