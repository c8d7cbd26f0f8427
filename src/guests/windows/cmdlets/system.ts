import { randomBytes } from 'node:crypto';
import { pause } from '../../../wire/pause.ts';
import { shutdownCodes } from '../machine.ts';
import { objectOf } from '../powershell/cast.ts';
import { type Cmdlet, type CmdletCall, hasSwitch } from '../powershell/cmdlet.ts';
import { PsError } from '../powershell/failure.ts';
import { items, numberOf, textOf } from '../powershell/value.ts';
import { child, Terminated } from '../process.ts';
import { service } from '../programs/administration.ts';
import { findProgram } from '../programs/all.ts';
import { setServiceItem } from './service-settings.ts';

const sleep: Cmdlet = {
  names: ['start-sleep', 'sleep'],
  parameters: ['seconds', 'milliseconds', 'm'],
  positions: ['seconds'],
  async run({ args, process }) {
    const milliseconds = args.values.get('milliseconds') ?? args.values.get('m');
    const span =
      milliseconds === undefined ? numberOf(args.values.get('seconds')) * 1000 : numberOf(milliseconds);
    if (!(await pause(span, process.signal))) throw new Terminated();
  },
};

function power(names: readonly string[], action: 'off' | 'reboot'): Cmdlet {
  return {
    names,
    parameters: ['computername', 'timeout', 'for', 'delay', 'protocol'],
    switches: ['force', 'wait', 'asjob'],
    async run(call) {
      const code = call.process.machine.schedule(action, 0);
      if (code === shutdownCodes.inProgress) await call.fail('A system shutdown is in progress.');
    },
  };
}

const services: Cmdlet = {
  names: ['get-service', 'set-service', 'start-service', 'stop-service', 'restart-service'],
  parameters: ['name', 'startuptype', 'status', 'displayname'],
  switches: ['force', 'passthru'],
  positions: ['name'],
  run: async () => undefined,
};

function serviceCommand(name: string, act: (call: CmdletCall, service: string) => Promise<void>): Cmdlet {
  return {
    ...services,
    names: [name],
    async run(call) {
      for (const each of items(call.args.values.get('name') ?? call.input)) await act(call, textOf(each));
    },
  };
}

const powered = (running: boolean) => async (call: CmdletCall, name: string) => {
  if (/^winrm$/i.test(name)) service(call.process, running);
};

const getService = serviceCommand('get-service', async ({ process, emit }, name) => {
  const running = !/^winrm$/i.test(name) || process.machine.settings.now.winrm.running;
  await emit(objectOf({ Status: running ? 'Running' : 'Stopped', Name: name, DisplayName: name }));
});

const enableRemoting: Cmdlet = {
  names: ['enable-psremoting', 'set-wsmanquickconfig'],
  switches: ['force', 'skipnetworkprofilecheck', 'usessl'],
  async run(call) {
    const https = hasSwitch(call, 'usessl');
    call.process.machine.settings.winrm({ running: true, ...(https ? { https: true } : { http: true }) });
    call.process.machine.onListeners();
  },
};

const setItem: Cmdlet = {
  names: ['set-item', 'si', 'set-itemproperty', 'new-itemproperty'],
  parameters: ['path', 'value', 'name', 'type', 'propertytype'],
  switches: ['force', 'passthru'],
  positions: ['path', 'value'],
  async run(call) {
    const path = textOf(call.args.values.get('path'));
    if (setServiceItem(call)) return;
    if (/^env:/i.test(path))
      call.process.environment.set(path.slice(4).replace(/^\\/, ''), textOf(call.args.values.get('value')));
  },
};

const newCertificate: Cmdlet = {
  names: ['new-selfsignedcertificate'],
  parameters: ['dnsname', 'certstorelocation', 'subject', 'notafter', 'keylength'],
  positions: ['dnsname'],
  run: ({ args, emit }) =>
    emit(
      objectOf({
        Thumbprint: randomBytes(20).toString('hex').toUpperCase(),
        Subject: `CN=${textOf(args.values.get('dnsname'))}`,
      }),
    ),
};

/** The guest's network is loopback, which no firewall parts. */
const firewall: Cmdlet = {
  names: [
    'new-netfirewallrule',
    'set-netfirewallprofile',
    'enable-netfirewallrule',
    'set-netconnectionprofile',
    'set-netfirewallrule',
  ],
  parameters: [
    'name',
    'displayname',
    'displaygroup',
    'direction',
    'protocol',
    'localport',
    'action',
    'profile',
    'enabled',
    'description',
    'networkcategory',
    'interfacealias',
    'remoteaddress',
    'group',
  ],
  switches: ['all', 'passthru'],
  positions: ['name'],
  run: async () => undefined,
};

const startProcess: Cmdlet = {
  names: ['start-process', 'saps', 'start'],
  parameters: [
    'filepath',
    'argumentlist',
    'workingdirectory',
    'verb',
    'windowstyle',
    'redirectstandardoutput',
  ],
  switches: ['wait', 'nonewwindow', 'passthru'],
  positions: ['filepath', 'argumentlist'],
  async run(call) {
    const name = textOf(call.args.values.get('filepath'));
    const program = findProgram(name, call.process);
    if (program === undefined)
      throw new PsError(
        'This command cannot be run due to the error: The system cannot find the file specified.',
        { id: 'InvalidOperationException', command: 'Start-Process' },
      );
    const args = items(call.args.values.get('argumentlist')).map(textOf);
    const quiet = async () => undefined;
    const code = await program(
      child(call.process, hasSwitch(call, 'nonewwindow') ? {} : { out: quiet, error: quiet }),
      args,
    );
    if (hasSwitch(call, 'passthru')) await call.emit(objectOf({ ExitCode: code, HasExited: true, Id: 4244 }));
  },
};

const getProcess: Cmdlet = {
  names: ['get-process', 'gps', 'ps'],
  parameters: ['name'],
  positions: ['name'],
  run: ({ emit }) => emit(objectOf({ Id: 4242, ProcessName: 'powershell' })),
};

export const systemCmdlets: readonly Cmdlet[] = [
  sleep,
  power(['restart-computer'], 'reboot'),
  power(['stop-computer'], 'off'),
  getService,
  serviceCommand('start-service', powered(true)),
  serviceCommand('restart-service', powered(true)),
  serviceCommand('stop-service', powered(false)),
  serviceCommand('set-service', async () => undefined),
  enableRemoting,
  setItem,
  newCertificate,
  firewall,
  startProcess,
  getProcess,
];
