import type { GuestOs } from '../guest/guest-commands.ts';

/** `[setting of the template, option]`: the option is there when the setting is not empty. */
export type PuppetOption = readonly [string, string];

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
