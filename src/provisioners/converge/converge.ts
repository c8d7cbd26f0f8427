import { BuildError } from '../../errors/build-error.ts';
import { goQuote } from '../../template/go/go-quote.ts';
import { decode } from '../../template/schema/decode.ts';
import { bool, type Decoded, string, stringMap, strings, structs } from '../../template/schema/field.ts';
import { guestCommandFailed } from '../guest/commands.ts';
import { jsonText } from '../json-text.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { DISCONNECT } from '../script/exit-code.ts';
import { explaining } from '../words.ts';

const moduleFields = {
  source: string('Folder of this machine; with a slash at the end, the contents of the folder.'),
  destination: string('Folder on the guest.'),
  exclude: strings('Accepted, without effect, as in Packer over SSH.'),
} as const;

const convergeFields = {
  bootstrap: bool('Install Converge on the guest first.'),
  version: string('Version to install; the newest unless set.'),
  bootstrap_command: string(
    'How it is installed: `{{.Version}}`, `{{.Sudo}}`.',
    'curl -s https://get.converge.sh | {{if .Sudo}}sudo {{end}}sh {{if ne .Version ""}}-s -- -v {{.Version}}{{end}}',
  ),
  prevent_bootstrap_sudo: bool('Install it without sudo.'),
  module_dirs: structs(moduleFields, 'Folders to upload.'),
  module: string('Module to apply: a path on the guest, or an address.'),
  working_directory: string('Folder on the guest to run in.', '/tmp'),
  params: stringMap('Parameters of the module.'),
  execute_command: string(
    'How it is run: `{{.WorkingDirectory}}`, `{{.Sudo}}`, `{{.ParamsJSON}}`, `{{.Module}}`.',
    "cd {{.WorkingDirectory}} && {{if .Sudo}}sudo {{end}}converge apply --local --log-level=WARNING --paramsJSON '{{.ParamsJSON}}' {{.Module}}",
  ),
  prevent_sudo: bool('Run without sudo.'),
} as const;

type ConvergeConfig = Decoded<typeof convergeFields>;

/** Uploads modules and applies one of them with Converge on the guest. */
export const converge: ProvisionerType = {
  type: 'converge',
  fields: convergeFields,
  prepare(raws, context) {
    const exclude = ['execute_command', 'bootstrap_command'];
    const config = decode(convergeFields, raws, { context, exclude });
    check(config);
    return { type: 'converge', run: (scope) => run(config, scope) };
  },
};

async function run(config: ConvergeConfig, scope: ProvisionScope): Promise<void> {
  scope.note('say', 'Provisioning with Converge');
  if (config.bootstrap) await bootstrap(config, scope);
  await uploadModules(config, scope);
  await applyModule(config, scope);
}

function check({ module, module_dirs }: ConvergeConfig): void {
  if (module === '') throw finding.convergeModule();
  for (const [index, folder] of module_dirs.entries()) {
    for (const key of ['source', 'destination'] as const)
      if (folder[key] === '') throw finding.convergeFolder(key, index);
  }
}

/** Installs Converge on the guest. */
async function bootstrap(config: ConvergeConfig, scope: ProvisionScope): Promise<void> {
  scope.note('message', 'bootstrapping converge');
  const data = { Version: config.version, Sudo: !config.prevent_bootstrap_sudo };
  const command = await explaining(
    'Could not interpolate bootstrap command: ',
    bootstrapCommand(config, scope, data),
  );
  const { code, output, complaints } = await explaining(
    'Error bootstrapping converge: ',
    runConverge(command, scope),
  );
  if (code === 0) {
    for (const line of output) scope.output('stdout', line);
    return;
  }
  for (const line of [...output, ...complaints]) scope.note('error', line);
  throw guestCommandFailed('Error bootstrapping converge', code);
}

async function bootstrapCommand(
  config: ConvergeConfig,
  scope: ProvisionScope,
  data: Readonly<Record<string, string | boolean>>,
): Promise<string> {
  return renderAtRun(config.bootstrap_command, scope, data);
}

/** Uploads the folders of modules. */
async function uploadModules(config: ConvergeConfig, scope: ProvisionScope): Promise<void> {
  for (const { source, destination } of config.module_dirs) {
    const uploaded = scope.comm.uploadDir(source, destination, {
      signal: scope.signal,
      onProgress: (bytes, total) => scope.transferred(source, bytes, total),
    });
    await explaining(`Could not upload ${goQuote(source)}: `, uploaded);
    scope.note('message', `transferred ${goQuote(source)} to ${goQuote(destination)}`);
  }
}

/** Applies the module on the guest. */
async function applyModule(config: ConvergeConfig, scope: ProvisionScope): Promise<void> {
  const command = await explaining('Could not interpolate execute command: ', applyCommand(config, scope));
  const failure = `Error applying ${goQuote(config.module)}`;
  const ended = await explaining(`${failure}: `, runConverge(command, scope));
  if (ended.code === 127) throw missing(config, scope);
  if (ended.code !== 0) throw failed(failure, ended, scope);
  for (const line of ended.output) scope.output('stdout', line);
}

async function applyCommand(config: ConvergeConfig, scope: ProvisionScope): Promise<string> {
  return renderAtRun(config.execute_command, scope, {
    // Without any, Go writes an empty map as null.
    ParamsJSON: Object.keys(config.params).length === 0 ? 'null' : jsonText(config.params),
    WorkingDirectory: config.working_directory,
    Module: config.module,
    Sudo: !config.prevent_sudo,
  });
}

function missing(config: ConvergeConfig, scope: ProvisionScope) {
  scope.note('error', 'Could not find Converge. Is it installed and in PATH?');
  if (!config.bootstrap) {
    const why = "That might be why Converge isn't present.";
    scope.note('error', `Bootstrapping was disabled for this run. ${why}`);
  }
  return convergeMissing(config.bootstrap);
}

function failed(failure: string, { code, output, complaints }: ConvergeEnd, scope: ProvisionScope) {
  for (const line of [...output, ...complaints]) scope.note('error', line);
  scope.note('error', `Exited with error code ${code}.`);
  return guestCommandFailed(failure, code);
}

interface ConvergeEnd {
  readonly code: number;
  /** What it wrote to standard output, then what it wrote to standard error. */
  readonly output: readonly string[];
  readonly complaints: readonly string[];
}

/** Lines beyond these are dropped, the oldest first. */
const MOST = 10_000;

/** Runs a command and holds what it writes: whether that is told as output or as errors depends on how it ends. */
async function runConverge(command: string, scope: ProvisionScope): Promise<ConvergeEnd> {
  const lines: Record<'stdout' | 'stderr', string[]> = { stdout: [], stderr: [] };
  const { code } = await scope.comm.exec(command, {
    signal: scope.signal,
    onLine(stream, line) {
      if (lines[stream].push(line) > MOST) lines[stream].shift();
    },
  });
  return { code: code ?? DISCONNECT, output: trimmed(lines.stdout), complaints: trimmed(lines.stderr) };
}

/** Without empty lines at both ends. */
function trimmed(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first < 0 ? [] : lines.slice(first, last + 1);
}

const finding = {
  convergeModule: () =>
    new BuildError('config-invalid', 'Converge requires a module to provision the system'),
  convergeFolder: (key: 'source' | 'destination', index: number) =>
    new BuildError(
      'config-invalid',
      `${key === 'source' ? 'Source' : 'Destination'} ("${key}" key) is required in Converge module dir #${index}`,
    ),
} as const;

const convergeMissing = (bootstrapped: boolean): BuildError =>
  new BuildError('script-failed', 'Could not find Converge', {
    ...(bootstrapped ? {} : { hint: 'Set "bootstrap": true, or install it with a shell provisioner.' }),
  });
