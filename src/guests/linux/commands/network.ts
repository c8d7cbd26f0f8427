import { failed, type GuestCommand, ok } from './command.ts';

function target(args: readonly string[]): string {
  const url =
    args.find((argument) => /^\w+:\/\//.test(argument)) ??
    args.find((argument) => !argument.startsWith('-')) ??
    '';
  return url.replace(/^\w+:\/\//, '').split(/[/:?]/)[0] ?? '';
}

const curl: GuestCommand = {
  name: 'curl',
  run: (args) => {
    if (args.includes('--version') || args.includes('-V'))
      return ok('curl 7.61.1 (x86_64-redhat-linux-gnu)\n');
    return failed(`curl: (6) Could not resolve host: ${target(args)} (this guest has no network)`, 6);
  },
};

const wget: GuestCommand = {
  name: 'wget',
  run: (args) =>
    failed(`wget: unable to resolve host address '${target(args)}' (this guest has no network)`, 4),
};

const ping: GuestCommand = {
  name: 'ping',
  run: (args) => failed(`ping: ${target(args)}: Name or service not known (this guest has no network)`, 2),
};

const ip: GuestCommand = {
  name: 'ip',
  run: (args, call) => {
    if (!args.some((argument) => /^a(?:ddr(?:ess)?)?$/.test(argument))) return ok();
    const lines = call.process.computer
      .addresses()
      .map((address) => `    inet ${address}/24 scope global eth0\n`);
    return ok(
      `1: lo: <LOOPBACK,UP> mtu 65536\n    inet 127.0.0.1/8 scope host lo\n2: eth0: <BROADCAST,UP> mtu 1500\n${lines.join('')}`,
    );
  },
};

export const networkCommands = [curl, wget, ping, ip];
