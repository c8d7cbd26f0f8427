import { BuildError, type BuildErrorOptions } from '../errors/build-error.ts';
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
export function templateMistyped(messages: readonly string[], options: Options = {}): BuildError {
  return new BuildError('template-invalid', decodingErrors(messages), options);
}

export function versionTooLow(wanted: string, ours: string): BuildError {
  return templateRefused(`This template requires Packer version ${wanted} or higher; using ${ours}`, {
    hint: 'Lower min_packer_version if the template uses nothing newer.',
  });
}

/** All required variables without a value. */
export function variablesMissing(names: readonly string[]): BuildError {
  const messages = names.map((name) => `required variable not set: ${name}`);
  return new BuildError('variable-invalid', multiError(messages), {
    hint: `Give a value with ${names.map((name) => `-var '${name}=...'`).join(' ')} or in a -var-file.`,
    data: { variables: names },
  });
}

export function variableUnresolved(name: string, value: string, cause: BuildError): BuildError {
  const message =
    `Failed to interpolate "${name}": "${value}"; error: ${cause.message}: Please make sure that the variable ` +
    "you're referencing has been defined; Packer treats all variables used to interpolate other user variables " +
    'as required.';
  return new BuildError('variable-invalid', message, { cause, data: { path: ['variables', name] } });
}

export function variableUnreadable(name: string, cause: BuildError): BuildError {
  const message = `error interpolating default value for '${name}': ${cause.message}`;
  return new BuildError('variable-invalid', message, { cause, data: { path: ['variables', name] } });
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

export function varFileInvalid(path: string, reason: string): BuildError {
  return new BuildError('variable-invalid', `Error reading variables in '${path}': ${reason}`, {
    hint: 'A variables file is one JSON object whose values are all strings.',
    data: { file: path },
  });
}

/** Settings of a wrong type. */
export function configMistyped(messages: readonly string[], options: Options = {}): BuildError {
  return new BuildError('config-invalid', decodingErrors(messages), options);
}

/** Something else where an object of settings is wanted. */
export function notSettings(message: string): BuildError {
  return new BuildError('config-invalid', message);
}

/** The same error with words before its own. */
export function prefixed(words: string, { code, message, hint, data, cause }: BuildError): BuildError {
  return new BuildError(code, words + message, { data, cause, ...(hint !== undefined && { hint }) });
}

/** Settings that no field has. */
export function configUnknown(messages: readonly string[], options: Options = {}): BuildError {
  return new BuildError('config-invalid', multiError(messages), options);
}

/** What a component itself finds wrong with its settings. */
export function configRefused(messages: readonly string[], options: Options = {}): BuildError {
  return new BuildError('config-invalid', prepareErrors(messages), options);
}

export function deprecatedKey(key: string): string {
  return (
    `Deprecated configuration key: '${key}'. Please call \`packer fix\` against your template to update your ` +
    'template to be compatible with the current version of Packer. Visit ' +
    'https://www.packer.io/docs/commands/fix/ for more detail.'
  );
}

/** `verb` is `render` or `invalid`; `field` the setting that the text stands in. */
export function fieldUnrendered(
  verb: 'render' | 'invalid',
  field: string,
  text: string,
  cause: BuildError,
): BuildError {
  return new BuildError(
    'interpolation-failed',
    `${verb} '${field}': ${cause.message} in:\n\n${text}`,
    cause.hint === undefined ? { cause, data: { field } } : { cause, hint: cause.hint, data: { field } },
  );
}

export function builderNameUnrendered(name: string, cause: BuildError): BuildError {
  return new BuildError('interpolation-failed', `Error interpolating builder '${name}': ${cause.message}`, {
    cause,
  });
}
