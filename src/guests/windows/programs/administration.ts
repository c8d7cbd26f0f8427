import type { Process, Program } from '../process.ts';

/** `shutdown /r|/s|/a [/t SECONDS]`. */
const shutdown: Program = async (process, args) => {
  const has = (option: string) => args.some((word) => word.toLowerCase().replace('-', '/') === option);
  const at = args.findIndex((word) => /^[-/]t$/i.test(word));
  const seconds = at < 0 ? 30 : Number(args[at + 1] ?? '30');
  const { machine } = process;
  const code = has('/a')
    ? machine.cancelSchedule()
    : has('/r') || has('/g')
      ? machine.schedule('reboot', seconds)
      : has('/s') || has('/p')
        ? machine.schedule('off', has('/p') ? 0 : seconds)
        : 1;
  if (code !== 0)
    await process.error(`${shutdownWords[code] ?? 'Usage: shutdown [/s | /r | /a] [/t xxx]'}\r\n`);
  return code;
};

const shutdownWords: Readonly<Record<number, string>> = {
  1115: 'A system shutdown is in progress.(1115)',
  1116: 'Unable to abort the system shutdown because no shutdown was in progress.(1116)',
  1190: 'A system shutdown has already been scheduled.(1190)',
};

/** Sysprep makes the image general, then does what it was asked to: here that is the power alone. */
const sysprep: Program = async (process, args) => {
  const wants = (option: string) => args.some((word) => word.toLowerCase().replace('-', '/') === option);
  process.machine.files.write('C:\\Windows\\System32\\Sysprep\\Sysprep_succeeded.tag', Buffer.alloc(0), {
    make: true,
  });
  if (wants('/reboot')) return process.machine.schedule('reboot', 0);
  return wants('/quit') ? 0 : process.machine.schedule('off', 0);
};

/** `net user NAME [PASSWORD] [/add]`, `net start|stop SERVICE`. */
const net: Program = async (process, args) => {
  const [verb = '', name = '', value = ''] = args;
  if (/^user$/i.test(verb) && name !== '' && value !== '' && !value.startsWith('/')) {
    process.machine.settings.setPassword(name, value);
    return succeed(process);
  }
  if (/^(start|stop)$/i.test(verb) && /^winrm$/i.test(name)) service(process, /^start$/i.test(verb));
  if (/^(start|stop|accounts|localgroup|user)$/i.test(verb)) return succeed(process);
  await process.error(
    'The syntax of this command is:\r\n\r\nNET [ ACCOUNTS | LOCALGROUP | START | STOP | USER ]\r\n',
  );
  return 1;
};

const sc: Program = async (process, args) => {
  const [verb = '', name = ''] = args;
  if (/^winrm$/i.test(name) && /^(start|stop)$/i.test(verb)) service(process, /^start$/i.test(verb));
  await process.out('[SC] ChangeServiceConfig SUCCESS\r\n');
  return 0;
};

export function service({ machine }: Process, running: boolean): void {
  machine.settings.winrm({ running });
  machine.onListeners();
}

async function succeed(process: Process): Promise<number> {
  await process.out('The command completed successfully.\r\n\r\n');
  return 0;
}

/** `winrm quickconfig`, `winrm set winrm/config/... @{Key="value"}` and `winrm create winrm/config/Listener?...`. */
const winrm: Program = async (process, args) => {
  const [verb = '', resource = '', ...rest] = args;
  const { settings } = process.machine;
  const text = rest.join(' ');
  const values = Object.fromEntries(
    [...text.matchAll(/(\w+)\s*=\s*"?([^";}]*)"?/g)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value.trim().toLowerCase() === 'true',
    ]),
  );
  if (/^(quickconfig|qc)$/i.test(verb)) settings.winrm({ running: true, http: true });
  else if (/^create$/i.test(verb) && /transport=https/i.test(resource)) settings.winrm({ https: true });
  else if (/^create$/i.test(verb) && /transport=http/i.test(resource)) settings.winrm({ http: true });
  else if (/^delete$/i.test(verb) && /transport=https?/i.test(resource))
    settings.winrm(/https/i.test(resource) ? { https: false } : { http: false });
  else if (/^set$/i.test(verb)) {
    const { basic, negotiate, allowunencrypted } = values;
    settings.winrm({
      ...(/service\/auth$/i.test(resource) && basic !== undefined && { basic }),
      ...(/service\/auth$/i.test(resource) && negotiate !== undefined && { negotiate }),
      ...(/service$/i.test(resource) &&
        allowunencrypted !== undefined && { allowUnencrypted: allowunencrypted }),
    });
  } else if (!/^(get|enumerate|e|g|id|identify)$/i.test(verb)) {
    await process.error('Error: Invalid use of command line. Type "winrm -?" for help.\r\n');
    return 1;
  }
  process.machine.onListeners();
  await process.out(`${verb.toLowerCase()} ${resource}\r\n`);
  return 0;
};

/** The firewall lets everything through: the guest's network is loopback. */
const netsh: Program = async (process) => {
  await process.out('Ok.\r\n\r\n');
  return 0;
};

/** `schtasks /end|/delete /tn NAME`. */
const schtasks: Program = async (process, args) => {
  const [verb = ''] = args;
  const name = (args[args.findIndex((word) => /^\/tn$/i.test(word)) + 1] ?? '')
    .replace(/^\\/, '')
    .toLowerCase();
  const task = process.machine.tasks.get(name);
  if (task === undefined) {
    await process.error('ERROR: The system cannot find the file specified.\r\n');
    return 1;
  }
  task.end();
  if (/^\/delete$/i.test(verb)) process.machine.tasks.delete(name);
  await process.out(`SUCCESS: ${name}\r\n`);
  return 0;
};

const silent: Program = async () => 0;

export const administration: Readonly<Record<string, Program>> = {
  shutdown,
  sysprep,
  net,
  net1: net,
  sc,
  winrm,
  netsh,
  schtasks,
  attrib: silent,
  icacls: silent,
  tzutil: silent,
  powercfg: silent,
};
