import { type GuestOs, guestCommandFailed, runOnGuest } from '../guest/commands.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { asElevatedUser } from '../windows/elevated.ts';
import { explaining } from '../words.ts';
import type { PuppetSettings } from './settings.ts';

interface PuppetRun {
  readonly command: string;
  /** What only one of the two kinds of run has in its command. */
  readonly data: Readonly<Record<string, string>>;
}

/** 2 says that something was changed. */
const SUCCESS: readonly number[] = [0, 2];

export async function runPuppet(
  settings: PuppetSettings,
  { command, data }: PuppetRun,
  scope: ProvisionScope,
): Promise<void> {
  const { config } = settings;
  const all = {
    ...data,
    Debug: false,
    ExtraArguments: '',
    FacterVars: settings.facter,
    PuppetBinDir: config.puppet_bin_dir,
    Sudo: !config.prevent_sudo,
    WorkingDir: settings.workingFolder,
  };
  const ExtraArguments = renderAtRun(config.extra_arguments.join(' '), scope, all);
  const rendered = renderAtRun(config.execute_command || command, scope, { ...all, ExtraArguments });
  const code = await asElevatedUser(rendered, config, scope, (sent) => {
    scope.note('message', `Running Puppet: ${sent}`);
    return runOnGuest(sent, scope);
  });
  if (!SUCCESS.includes(code) && !config.ignore_exit_codes)
    throw guestCommandFailed(`Puppet exited with a non-zero exit status: ${code}`, code);
  if (!config.clean_staging_directory) return;
  const removed = settings.staging(scope).removeFolder(settings.folder);
  await explaining('Error removing staging directory: ', removed);
}

/** `[setting of the template, option]`: the option is there when the setting is not empty. */
type PuppetOption = readonly [string, string];

/** The command that runs Puppet, as a template. */
export function puppetCommand(os: GuestOs, what: string, options: readonly PuppetOption[]): string {
  const facts = whenGiven('FacterVars', `{{.FacterVars}}${os === 'unix' ? ' ' : ' && '}`);
  const sudo = os === 'unix' ? '{{if .Sudo}}sudo -E {{end}}' : '';
  const program = `${whenGiven('PuppetBinDir', '{{.PuppetBinDir}}/')}puppet`;
  const given = options.map(([setting, option]) => whenGiven(setting, `--${option}='{{.${setting}}}' `));
  const extra = whenGiven('ExtraArguments', '{{.ExtraArguments}} ');
  const always = `${what} --detailed-exitcodes {{if .Debug}}--debug {{end}}`;
  return `cd {{.WorkingDir}} && ${facts}${sudo}${program} ${always}${given.join('')}${extra}`;
}

function whenGiven(setting: string, text: string): string {
  return `{{if ne .${setting} ""}}${text}{{end}}`;
}
