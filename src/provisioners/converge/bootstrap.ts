import { explaining } from '../explaining.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { guestCommandFailed } from '../tool-words.ts';
import type { ConvergeConfig } from './fields.ts';
import { runConverge } from './run-converge.ts';

/** Installs Converge on the guest. */
export async function bootstrap(config: ConvergeConfig, scope: ProvisionScope): Promise<void> {
  scope.note('message', 'bootstrapping converge');
  const data = { Version: config.version, Sudo: !config.prevent_bootstrap_sudo };
  const command = await explaining(
    'Could not interpolate bootstrap command: ',
    rendered(config, scope, data),
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

async function rendered(
  config: ConvergeConfig,
  scope: ProvisionScope,
  data: Readonly<Record<string, string | boolean>>,
): Promise<string> {
  return renderAtRun(config.bootstrap_command, scope, data);
}
