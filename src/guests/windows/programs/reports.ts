import { type Program, rest } from '../process.ts';

const hostname: Program = async (process) => {
  await process.out(`${process.machine.hostname}\r\n`);
  return 0;
};

const whoami: Program = async (process) => {
  const system = /^system$/i.test(process.user);
  const name = system ? 'nt authority\\system' : `${process.machine.hostname}\\${process.user}`;
  await process.out(`${name.toLowerCase()}\r\n`);
  return 0;
};

/** Mostly used to wait: `ping -n 3 127.0.0.1`. */
const ping: Program = async (process, args) => {
  const count = Number(args[args.findIndex((word) => /^[-/]n$/i.test(word)) + 1] ?? '4') || 4;
  for (let turn = 1; turn <= count; turn += 1) {
    await process.out('Reply from 127.0.0.1: bytes=32 time<1ms TTL=128\r\n');
    if (turn < count) await rest(process, 1000);
  }
  return 0;
};

export const reports: Readonly<Record<string, Program>> = { hostname, whoami, ping };
