import { BuildError } from '../errors/build-error.ts';
import type { Place } from '../errors/mistake.ts';
import type { Problem } from '../errors/problem.ts';
import { reason } from '../wire/reason.ts';

/** Texts about taking up, looking into and cleaning up runs. */
export const runChanged = (id: string, lines: readonly string[]): BuildError =>
  new BuildError('run-changed', [`Since run ${id} began there were changes:`, ...lines].join('\n'), {
    hint: 'Go on with them by --accept-changes: finished steps are not repeated, so name the place with --from where they count. Or undo them.',
  });

export const runFinished = (id: string): BuildError =>
  new BuildError('run-finished', `Run ${id} has succeeded: there is nothing to go on with.`, {
    hint: 'Start another one with `ecs-imagebuild run`.',
  });

export const variablesWithheld = (id: string, names: readonly string[]): BuildError =>
  new BuildError(
    'variable-invalid',
    `Run ${id} needs values that are secret and so were not kept: ${names.join(', ')}.`,
    { hint: `Give ${names.map((name) => `-var ${name}=...`).join(' ')} again.` },
  );

export const endpointInvalid = (url: string): BuildError =>
  new BuildError('usage', `--endpoint-url: "${url}" is not an http or https URL`, {
    hint: 'Write it as http://127.0.0.1:8080, as `ecs-imagebuild emulator` prints it.',
  });

export const homeGone = (id: string, folder: string): BuildError =>
  new BuildError('run-changed', `Run ${id} was begun in ${folder}, which is no folder any more.`, {
    hint: 'Relative paths of its template start there: put the folder back.',
  });

export const templateFromStdin = (id: string): BuildError =>
  new BuildError('template-not-found', `The template of run ${id} came from standard input.`, {
    hint: 'Save it to a file and name that with --template.',
  });

export const buildMissing = (id: string, build: string, path: string): BuildError =>
  new BuildError('run-changed', `Run ${id} is one of build ${build}, which ${path} does not have any more.`, {
    hint: 'Put the builder back, or name the template with --template.',
  });

export const emulatedCloudGone = (id: string): BuildError =>
  new BuildError(
    'run-changed',
    `Run ${id} was built on an embedded cloud that was not kept (--emulate without --emulate-state): it is gone.`,
    { hint: 'Start the build anew; with --emulate-state FOLDER the next one can be taken up again.' },
  );

export const stepUnknown = (
  name: string,
  known: readonly string[],
  nearest: string | undefined,
): BuildError =>
  new BuildError('config-invalid', `There is no step ${name}. The steps are: ${known.join(', ')}.`, {
    ...(nearest !== undefined && { hint: `Did you mean ${nearest}?` }),
  });

export const guestUnreached = (id: string): BuildError =>
  new BuildError('connect-denied', `Run ${id} has no instance that could be connected to.`, {
    hint: 'See what it holds with `ecs-imagebuild runs`; take it up with `ecs-imagebuild resume` first.',
  });

export const noShell = (what: string): BuildError =>
  new BuildError('component-unsupported', `A shell is not to be had: ${what}.`, {
    hint: 'Give a command: ecs-imagebuild ssh RUN COMMAND.',
  });

export const notConnectable = (builder: string): BuildError =>
  new BuildError('component-unsupported', `Builder ${builder} has no machine of its own to connect to.`);

export const notConfirmed = (): BuildError =>
  new BuildError('cancelled', 'Nothing was removed: there is no terminal to confirm on.', {
    hint: 'Look with --dry-run, then remove with --yes.',
  });

export const cleanupTarget = (): BuildError =>
  new BuildError(
    'usage',
    'Clean up what? Give a run, or --orphans for what runs without a journal have left.',
    {
      hint: 'List the runs with `ecs-imagebuild runs`.',
    },
  );

export const templateNotFound = (path: string): BuildError =>
  new BuildError('template-not-found', `"${path}": stat ${path}: no such file or directory`);

export const templateUnreadable = (path: string, why: string): BuildError =>
  new BuildError('template-not-found', `"${path}": ${why}`);

export const templateUnparsed = (cause: BuildError): BuildError =>
  cause.with({ message: `${UNPARSED}${cause.message}`, cause });

export const templateUnopened = (path: string, why: string): BuildError =>
  new BuildError('template-not-found', `${UNPARSED}open ${path}: ${why}`);

/** With a blank before the line end, as Packer 1.16 prints it. */
const UNPARSED =
  'Failed to parse file as legacy JSON template: if you are using an HCL template, check your file extensions; they should be either *.pkr.hcl or *.pkr.json; see the docs for more details: https://www.packer.io/docs/templates/hcl_templates. \nOriginal error: ';

export const varFileMissing = (path: string, cause: unknown): BuildError => {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  const why = missing ? 'no such file or directory' : reason(cause);
  return new BuildError('variable-invalid', `open ${path}: ${why}`, { cause });
};

export const hclNotHere = (path: string): BuildError =>
  new BuildError('component-unsupported', `"${path}": this command reads JSON templates only`, {
    hint: 'run, validate, steps, policy, resume and cleanup read HCL2 templates.',
  });

export const hclFileMissing = (path: string): BuildError =>
  new BuildError('template-not-found', `Error: \n\nstat ${path}: no such file or directory\n\n`);

export const hclFilesMissing = (path: string): BuildError =>
  new BuildError(
    'template-not-found',
    `Error: Could not find any config file in ${path}\n\nA config file must be suffixed with \`.pkr.hcl\` or \`.pkr.json\`. A folder can be\nreferenced.\n\n`,
  );

/** For a build that connects to a private address of an embedded cloud. */
export const outsideVpc =
  'This build connects to the private address of its instance, which answers machines of the VPC alone: run it there, and here with --emulate-inside-vpc.';

/** What a template names by an id is in the account, and an embedded cloud begins empty. */
export const withAcceptIds = (error: unknown): unknown =>
  error instanceof BuildError && error.code === 'cloud-missing'
    ? error.with({
        hint: 'The embedded cloud begins empty: with --emulate-accept-ids it makes up what the template names by an id.',
      })
    : error;

export const faultsUnreadable = (path: string, why: string): BuildError =>
  new BuildError('emulator-invalid', `Reading the faults in ${path}: ${why}`);

/** A slip of ours, told without a stack. */

/** After a post-processor has failed: the images are there all the same. */
export const imagesKept = (
  error: BuildError,
  images: readonly { readonly id: string; readonly region: string }[],
  runId: string,
): BuildError => {
  const there = images.map(({ id, region }) => `${id} in ${region}`).join(', ');
  const kept = `The images are complete, and kept: ${there}. Run what failed again: ecs-imagebuild resume ${runId}. Or remove everything: ecs-imagebuild cleanup ${runId}`;
  const hint = error.hint === undefined ? kept : `${error.hint} ${kept}`;
  return error.with({ hint, data: { ...error.data, kept: images } });
};

/** In the words of Packer 1.16. */
export const NO_BUILDS = {
  summary: 'No builds to run',
  detail:
    'A build command cannot run without at least one build to process. If the only or except flags have been specified ' +
    'at run time check that at least one build is selected for execution.',
};

export const nothingSelected = (builds: readonly string[]): Problem => ({
  ...NO_BUILDS,
  severity: 'Error',
  hint: `The builds are: ${builds.join(', ')}.`,
  mistakes: [],
  whole: true,
});

interface Unmatched {
  readonly flag: string;
  readonly name: string;
  readonly known: readonly string[];
  readonly near: string | undefined;
}

const MATCHES: Readonly<Record<string, readonly [string, string]>> = {
  '-only': ['build', 'The builds are'],
  '-except': ['build or post-processor', 'There are'],
  '-var': ['variable', 'The variables are'],
};

/** Told on standard error alone: Packer says nothing. */
export const nameUnmatched = ({ flag, name, known, near }: Unmatched): Problem => {
  const [what = '', are = ''] = MATCHES[flag] ?? [];
  const message = `Warning: ${flag} names "${name}", which is no ${what} of the template.`;
  const all = known.length === 0 ? 'There are none.' : `${are}: ${known.join(', ')}.`;
  const advice = near === undefined ? all : `Did you mean ${near}? ${all}`;
  return {
    severity: 'Warning',
    summary: 'Name without a match',
    detail: message,
    mistakes: [{ message, advice }],
    beyondPacker: true,
  };
};

interface Undefined {
  readonly name: string;
  readonly place: Place;
  readonly known: readonly string[];
  readonly near: string | undefined;
}

/** A reference that Packer renders as nothing; `strict`: it is not to be let through. */
export const variableUndefined = ({ name, place, known, near }: Undefined, strict: boolean): Problem => {
  const message = `${strict ? '' : 'Warning: '}the variable "${name}" is not defined${strict ? '' : ', and is empty'}.`;
  const all = known.length === 0 ? 'There are none.' : `The variables are: ${known.join(', ')}.`;
  return {
    severity: strict ? 'Error' : 'Warning',
    summary: 'Variable that is not defined',
    detail: message,
    mistakes: [{ message, advice: near === undefined ? all : `Did you mean ${near}?`, place }],
    ...(strict ? {} : { beyondPacker: true as const }),
  };
};
