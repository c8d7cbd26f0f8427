import { goFormat } from '../../template/go/go-format.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { renderAtRun } from '../render-at-run.ts';
import { type EnvironmentSettings, scriptVariables } from '../script/environment.ts';

/**
 * A script of PowerShell that sets the variables: Packer's own as they are, the user's rendered with the data of the
 * build and with what PowerShell would look into escaped.
 */
export function environmentScript(
  settings: EnvironmentSettings & { readonly format: string },
  scope: ProvisionScope,
): string {
  const rendered = {
    environment_vars: settings.environment_vars.map((item) => renderAtRun(item, scope)),
    env: settings.env,
  };
  const own = new Set(scriptVariables({ environment_vars: [], env: {} }, scope).keys());
  const users = new Set([
    ...rendered.environment_vars.map((item) => item.slice(0, item.indexOf('='))),
    ...Object.keys(settings.env),
  ]);
  return [...scriptVariables(rendered, scope)]
    .map(([name, value]) => {
      const isOwn = own.has(name) && !users.has(name);
      return goFormat(settings.format, [name, isOwn ? value : escapeForPowershell(value)]);
    })
    .join('');
}

/** For a value between double quotes of PowerShell. */
function escapeForPowershell(value: string): string {
  return value.replace(/[$"`']/g, '`$&');
}
