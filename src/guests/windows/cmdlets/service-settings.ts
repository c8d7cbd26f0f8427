import type { CmdletCall } from '../powershell/cmdlet.ts';
import { textOf, truthy } from '../powershell/value.ts';

/**
 * `WSMan:\localhost\...` as a place of items: `Service\Auth\Basic`, `Service\AllowUnencrypted` and `Listener`. False: the
 * path is another one.
 */
export function setServiceItem({ args, process }: CmdletCall): boolean {
  const path = textOf(args.values.get('path')).toLowerCase().replaceAll('/', '\\');
  if (!path.startsWith('wsman:')) return false;
  const { settings } = process.machine;
  const value = args.values.get('value');
  const on = typeof value === 'string' ? value.toLowerCase() === 'true' : truthy(value);
  if (path.endsWith('\\auth\\basic')) settings.winrm({ basic: on });
  else if (path.endsWith('\\auth\\negotiate')) settings.winrm({ negotiate: on });
  else if (path.endsWith('\\allowunencrypted')) settings.winrm({ allowUnencrypted: on });
  else if (path.endsWith('\\listener')) {
    const https = /^https$/i.test(textOf(args.values.get('transport')));
    settings.winrm(https ? { https: true } : { http: true });
  }
  process.machine.onListeners();
  return true;
}
