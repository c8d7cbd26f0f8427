import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type BuildError, isBuildError } from '../errors/build-error.ts';
import type { RenderContext } from '../template/go/context.ts';
import { seededUuids } from '../template/go/seeded-uuids.ts';
import { readVarFile } from '../template/json/read-var-file.ts';
import { checkTemplate } from '../template/model/check-template.ts';
import { located } from '../template/model/locate.ts';
import type { Questions, ReadSecret } from '../template/model/questions.ts';
import type { Template } from '../template/model/template.ts';
import { parseVarFlag } from '../template/model/variables/parse-var-flag.ts';
import { resolveVariables } from '../template/model/variables/resolve-variables.ts';
import { PACKER_VERSION } from '../template/model/version.ts';
import type { Selection } from './selection.ts';
import { varFileMissing } from './words.ts';

interface Surroundings extends Pick<Selection, 'variables' | 'variableFiles'> {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now?: Date;
  readonly seed?: string;
  /** Functions of plug-ins. */
  readonly functions?: NonNullable<RenderContext['functions']>;
  /** What the template asks; the answers serve all of it. */
  readonly questions: Questions;
}

/** Either the context that components are rendered in, or the first problem of the template as a whole. */
type Resolved =
  | { readonly context: RenderContext; readonly sensitive: readonly string[]; readonly problem?: undefined }
  | { readonly problem: BuildError; readonly context?: undefined; readonly sensitive?: undefined };

/**
 * Gives the variables their values. Files are read before the template is checked, which decides about the error that
 * is seen first; a file that cannot be read throws, because Packer prints that bare.
 */
export async function resolveAll(template: Template, around: Surroundings): Promise<Resolved> {
  const files = around.variableFiles.map((path) => readVariables(path, around.cwd));
  const given = new Map([...files.flatMap((file) => [...file]), ...around.variables.map(parseVarFlag)]);
  const { now = new Date(), seed, functions, questions } = around;
  const plain = {
    now,
    pwd: around.cwd,
    templateDir: dirname(template.path),
    questions,
    ...(functions !== undefined && { functions }),
  };
  const base = seed === undefined ? plain : { ...plain, newUuid: seededUuids(`${seed} variables`, now) };
  try {
    checkTemplate(template);
    const { env } = around;
    const readSecret: ReadSecret = async (question) =>
      (await import('../secrets/read-secret.ts')).readSecret(question, env);
    const { values, sensitive } = await resolveVariables(template, { ...base, given, env, readSecret });
    return { context: { ...base, version: PACKER_VERSION, user: values }, sensitive };
  } catch (error) {
    if (isBuildError(error)) return { problem: located(error, template) };
    throw error;
  }
}

/** Reads a variables file. Throws BuildError `variable-invalid`, which Packer prints bare. */
export function readVariables(path: string, cwd: string): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), 'utf8');
  } catch (cause) {
    throw varFileMissing(path, cause);
  }
  return readVarFile(text, path);
}
