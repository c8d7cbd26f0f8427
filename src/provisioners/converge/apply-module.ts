import { goQuote } from '../../template/go/go-quote.ts';
import { explaining } from '../explaining.ts';
import { jsonText } from '../json-text.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { convergeMissing, guestCommandFailed } from '../tool-words.ts';
import type { ConvergeConfig } from './fields.ts';
import { type ConvergeEnd, runConverge } from './run-converge.ts';

/** Applies the module on the guest. */
export async function applyModule(config: ConvergeConfig, scope: ProvisionScope): Promise<void> {
  const command = await explaining('Could not interpolate execute command: ', rendered(config, scope));
  const failure = `Error applying ${goQuote(config.module)}`;
  const ended = await explaining(`${failure}: `, runConverge(command, scope));
  if (ended.code === 127) throw missing(config, scope);
  if (ended.code !== 0) throw failed(failure, ended, scope);
  for (const line of ended.output) scope.output('stdout', line);
}

async function rendered(config: ConvergeConfig, scope: ProvisionScope): Promise<string> {
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
