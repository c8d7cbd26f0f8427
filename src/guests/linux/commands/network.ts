import { readText, writeWhole } from '../../files.ts';
import { type CommandCall, type CommandResult, failed, type GuestCommand, ok, words } from './command.ts';
import { running } from './systemctl.ts';

function target(args: readonly string[]): string {
  const url =
    args.find((argument) => /^\w+:\/\//.test(argument)) ??
    args.find((argument) => !argument.startsWith('-')) ??
    '';
  return url.replace(/^\w+:\/\//, '').split(/[/:?]/)[0] ?? '';
}

const own = new Set(['localhost', '127.0.0.1', '[::1]', '0.0.0.0']);
const pages = ['/usr/share/nginx/html/index.html', '/var/www/html/index.html'];

/** What a service of this guest answers: its page where a web server was started, `undefined` where nothing listens. */
async function served(call: CommandCall): Promise<string | undefined> {
  const units = await call.process.files.list(running).catch(() => []);
  if ([...units].every((name) => /^(sshd|crond?|chronyd|rsyslog)\./.test(name))) return undefined;
  for (const path of pages) {
    const text = await readText(call.process.files, path);
    if (text !== '') return text;
  }
  return 'OK\n';
}

/** Value of `-o FILE`, also in one word with other letters: `-sSLo FILE`. */
function optionValue(args: readonly string[], letter: string, long: string): string | undefined {
  const at = args.findIndex((word) => word === long || new RegExp(`^-[a-zA-Z]*${letter}-?$`).test(word));
  if (at < 0) return undefined;
  return args[at]?.endsWith('-') ? '-' : args[at + 1];
}

async function fetched(
  call: CommandCall,
  text: string,
  {
    file,
    head,
    form,
  }: { readonly file: string | undefined; readonly head: boolean; readonly form: string | undefined },
): Promise<CommandResult> {
  const body = head ? 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n' : text;
  if (file !== undefined && file !== '-') await writeWhole(call.process.files, call.path(file), body, 0o644);
  const said = form?.replaceAll('%{http_code}', '200').replaceAll('\\n', '\n') ?? '';
  return ok(`${file === undefined || file === '-' ? body : ''}${said}`);
}

const curl: GuestCommand = {
  name: 'curl',
  async run(args, call) {
    if (args.includes('--version') || args.includes('-V'))
      return ok('curl 7.61.1 (x86_64-redhat-linux-gnu)\n');
    const host = target(args);
    if (!own.has(host))
      return failed(`curl: (6) Could not resolve host: ${host} (this guest has no network)`, 6);
    const text = await served(call);
    if (text === undefined) return failed(`curl: (7) Failed to connect to ${host}: Connection refused`, 7);
    const head = args.some((word) => /^-[a-zA-Z]*I[a-zA-Z]*$/.test(word) || word === '--head');
    const [file, form] = [optionValue(args, 'o', '--output'), optionValue(args, 'w', '--write-out')];
    return fetched(call, text, { head, file, form });
  },
};

const wget: GuestCommand = {
  name: 'wget',
  async run(args, call) {
    if (args.includes('--version')) return ok('GNU Wget 1.20.3 built on linux-gnu.\n');
    const host = target(args);
    if (!own.has(host))
      return failed(`wget: unable to resolve host address '${host}' (this guest has no network)`, 4);
    const text = await served(call);
    if (text === undefined) return failed(`wget: connecting to ${host}: Connection refused`, 4);
    return fetched(call, text, {
      head: false,
      file: optionValue(args, 'O', '--output-document') ?? 'index.html',
      form: undefined,
    });
  },
};

const ping: GuestCommand = {
  name: 'ping',
  run: (args) => {
    const host = args.findLast((word) => !word.startsWith('-') && !/^\d+$/.test(word)) ?? '';
    if (own.has(host)) return ok(`PING ${host} (127.0.0.1) 56(84) bytes of data.\n`);
    return failed(`ping: ${host}: Name or service not known (this guest has no network)`, 2);
  },
};

function addressLines(call: CommandCall): string {
  const lines = call.process.computer
    .addresses()
    .map((address) => `    inet ${address}/24 scope global eth0\n`);
  return `1: lo: <LOOPBACK,UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: eth0: <BROADCAST,UP> mtu 1500\n${lines.join('')}`;
}

const ip: GuestCommand = {
  name: 'ip',
  run: (args, call) =>
    args.some((argument) => /^a(?:ddr(?:ess)?)?$/.test(argument)) ? ok(addressLines(call)) : ok(),
};

const ifconfig: GuestCommand = { name: 'ifconfig', run: (_args, call) => ok(addressLines(call)) };

/** Lists of sockets: SSH listens, and so do the services that a script has started, on ports that nobody can tell. */
const sockets = ['ss', 'netstat'].map(
  (name): GuestCommand => ({
    name,
    run: () =>
      ok(
        'Netid  State   Recv-Q  Send-Q  Local Address:Port  Peer Address:Port\ntcp    LISTEN  0       128     0.0.0.0:22          0.0.0.0:*\n',
      ),
  }),
);

const lookUps = words('dig nslookup host').map(
  (name): GuestCommand => ({
    name,
    run: (args) =>
      own.has(args.at(-1) ?? '')
        ? ok('127.0.0.1\n')
        : failed(`${name}: connection timed out; no servers could be reached (this guest has no network)`, 9),
  }),
);

export const networkCommands = [curl, wget, ping, ip, ifconfig, ...sockets, ...lookUps];
