import { type CommandCall, type CommandResult, failed, type GuestCommand, ok } from './command.ts';

/** Tells the emulator, which then halts the guest; the connection ends without an exit status, as on a real computer. */
export function powerOff(call: CommandCall, action: 'off' | 'reboot'): CommandResult {
  if (call.process.account.uid !== 0)
    return failed('Failed to set wall message, ignoring: Interactive authentication required.');
  call.process.computer.power(action);
  return ok();
}

function power(name: string, action: 'off' | 'reboot'): GuestCommand {
  return { name, run: (_args, call) => powerOff(call, action) };
}

/** Any time is taken as now; `-c` has nothing to cancel. */
const shutdown: GuestCommand = {
  name: 'shutdown',
  run: (args, call) => {
    if (args.includes('-c')) return ok();
    return powerOff(call, args.includes('-r') || args.includes('--reboot') ? 'reboot' : 'off');
  },
};

const init: GuestCommand = {
  name: 'init',
  run: (args, call) =>
    args[0] === '0' ? powerOff(call, 'off') : args[0] === '6' ? powerOff(call, 'reboot') : ok(),
};

export const powerCommands = [
  power('poweroff', 'off'),
  power('halt', 'off'),
  power('reboot', 'reboot'),
  shutdown,
  init,
];
