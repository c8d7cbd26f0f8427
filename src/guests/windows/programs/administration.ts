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

/** `net user NAME PASSWORD`, `net start|stop SERVICE`. */
const net: Program = async (process, args) => {
  const [verb = '', name = '', value = ''] = args;
  if (/^user$/i.test(verb) && value !== '') process.machine.settings.setPassword(name, value);
  else if (/^(start|stop)$/i.test(verb) && /^winrm$/i.test(name)) service(process, /^start$/i.test(verb));
  else return unknown(process, `net ${args.join(' ')}`);
  await process.out('The command completed successfully.\r\n\r\n');
  return 0;
};

/** What Windows has and this guest has not. */
async function unknown(process: Process, what: string): Promise<number> {
  await process.error(
    `The embedded Windows guest does not know "${what}": docs/winrm.md lists what it knows.\r\n`,
  );
  return 1;
}

const sc: Program = async (process, args) => {
  const [verb = '', name = ''] = args;
  if (/^winrm$/i.test(name) && /^(start|stop)$/i.test(verb)) service(process, /^start$/i.test(verb));
  await process.out('[SC] ChangeServiceConfig SUCCESS\r\n');
  return 0;
};

function service({ machine }: Process, running: boolean): void {
  machine.settings.winrm({ running });
  machine.onListeners();
}

/** `winrm quickconfig`, `winrm set winrm/config/... @{Key="value"}` and `winrm create winrm/config/Listener?...`. */
const winrm: Program = async (process, args) => {
  const [verb = '', resource = '', ...rest] = args;
  const { settings } = process.machine;
  const values = new Map(
    [...rest.join(' ').matchAll(/(\w+)\s*=\s*"?([^";}]*)"?/g)].map(([, name = '', value = '']) => [
      name.toLowerCase(),
      value.trim().toLowerCase() === 'true',
    ]),
  );
  if (/^(quickconfig|qc)$/i.test(verb)) settings.winrm({ running: true, http: true });
  else if (/^create$/i.test(verb))
    settings.winrm(/transport=https/i.test(resource) ? { https: true } : { http: true });
  else if (/^set$/i.test(verb)) {
    const { basic, negotiate, allowUnencrypted } = settings.now.winrm;
    settings.winrm({
      basic: values.get('basic') ?? basic,
      negotiate: values.get('negotiate') ?? negotiate,
      allowUnencrypted: values.get('allowunencrypted') ?? allowUnencrypted,
    });
  } else return unknown(process, `winrm ${args.join(' ')}`);
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

export const administration: Readonly<Record<string, Program>> = {
  shutdown,
  sysprep,
  net,
  sc,
  winrm,
  netsh,
  schtasks,
};
