import { shutdownCodes } from '../machine.ts';
import type { Cmdlet, CmdletCall } from '../powershell/cmdlet.ts';
import { unsupported } from '../powershell/failure.ts';
import { numberOf, textOf, truthy } from '../powershell/value.ts';
import { rest } from '../process.ts';

const sleep: Cmdlet = {
  names: ['start-sleep', 'sleep'],
  parameters: ['seconds', 'milliseconds', 'm'],
  positions: ['seconds'],
  async run({ args: { values }, process }) {
    const milliseconds = values.get('milliseconds') ?? values.get('m');
    const seconds = numberOf(values.get('seconds'));
    await rest(process, milliseconds === undefined ? seconds * 1000 : numberOf(milliseconds));
  },
};

function power(name: string, action: 'off' | 'reboot'): Cmdlet {
  return {
    names: [name],
    switches: ['force'],
    async run(call) {
      const code = call.process.machine.schedule(action, 0);
      if (code === shutdownCodes.inProgress) await call.fail('A system shutdown is in progress.');
    },
  };
}

const enableRemoting: Cmdlet = {
  names: ['enable-psremoting'],
  switches: ['force', 'skipnetworkprofilecheck'],
  async run({ process: { machine } }) {
    machine.settings.winrm({ running: true, http: true });
    machine.onListeners();
  },
};

/** `WSMan:\localhost\Service\...` as a place of items: what a template opens WinRM with, besides the program `winrm`. */
const setItem: Cmdlet = {
  names: ['set-item', 'si'],
  parameters: ['path', 'value'],
  switches: ['force'],
  positions: ['path', 'value'],
  async run(call) {
    const { settings } = call.process.machine;
    const path = textOf(call.args.values.get('path')).replaceAll('/', '\\');
    if (!/^wsman:/i.test(path)) throw unsupported(`Set-Item ${path}`);
    const on = isOn(call);
    if (/\\auth\\basic$/i.test(path)) settings.winrm({ basic: on });
    else if (/\\allowunencrypted$/i.test(path)) settings.winrm({ allowUnencrypted: on });
    else throw unsupported(`Set-Item ${path}`);
  },
};

function isOn({ args }: CmdletCall): boolean {
  const value = args.values.get('value');
  return typeof value === 'string' ? value.toLowerCase() === 'true' : truthy(value);
}

export const systemCmdlets: readonly Cmdlet[] = [
  sleep,
  power('restart-computer', 'reboot'),
  power('stop-computer', 'off'),
  enableRemoting,
  setItem,
];
