import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a stand-in for a tool of this machine was given. */
export interface ToolCall {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Text of the inventory and of the inputs, and the mode of the key's file. */
  readonly inventory: string | undefined;
  readonly inputs: string | undefined;
  readonly keyMode: string | undefined;
  /** What `echo through; exit 5` on the guest came to. */
  readonly guest: { readonly stdout: string; readonly code: number } | undefined;
}

const ROOT = new URL('../..', import.meta.url).pathname;

/** A program that notes what it is given and runs a command on the guest over SSH, as Ansible and InSpec do. */
export function localTool(folder: string) {
  const program = join(folder, 'tool');
  const log = join(folder, 'tool.json');
  writeFileSync(program, SOURCE.replace('ROOT', JSON.stringify(ROOT)).replace('LOG', JSON.stringify(log)), {
    mode: 0o755,
  });
  return {
    program,
    /** The calls since the last time. */
    calls(): readonly ToolCall[] {
      const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
      rmSync(log, { force: true });
      return lines.map((line): ToolCall => JSON.parse(line));
    },
  };
}

const SOURCE = `#!${process.execPath}
const { appendFileSync, existsSync, readFileSync, statSync } = require('node:fs');
const ssh2 = require('node:module').createRequire(ROOT)('ssh2');
const args = process.argv.slice(2);
if (args[0] === '--version') {
  console.log('ansible-playbook [core 2.14.18]');
  process.exit(0);
}
const after = (flag) => args[args.indexOf(flag) + 1];
const read = (path) => (path && existsSync(path) ? readFileSync(path, 'utf8') : undefined);
const inventory = args.includes('-i') ? read(after('-i')) : undefined;
const inputs = read(args.find((arg) => /inspec\\..*yml$/.test(arg)));
const set = args.find((arg) => arg.startsWith('ansible_ssh_private_key_file='));
const keyFile = set ? set.split('=')[1] : args.includes('--key-files') ? after('--key-files') : undefined;
const key = read(keyFile);
const of = (name) => new RegExp(name + '=(\\\\S+)').exec(inventory || '')?.[1];
const port = of('port') || (args.includes('--port') ? after('--port') : undefined);
const username = of('user') || (args.includes('--user') ? after('--user') : undefined);
const note = (guest) => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(ANSIBLE|TOOL)_/.test(name)));
  const keyMode = keyFile && key !== undefined ? (statSync(keyFile).mode & 0o777).toString(8) : undefined;
  appendFileSync(LOG, JSON.stringify({ args, env, inventory, inputs, keyMode, guest }) + '\\n');
  console.log('tool ran');
  console.error('tool warned');
  process.exit(Number(process.env.TOOL_EXIT || 0));
};
if (port === undefined || key === undefined) note();
else {
  const client = new ssh2.Client();
  client.once('error', (error) => note({ stdout: error.message, code: -1 }));
  client.once('ready', () => {
    client.exec('echo through; exit 5', (_error, channel) => {
      let stdout = '';
      channel.on('data', (data) => (stdout += data));
      channel.on('close', (code) => note({ stdout, code }));
    });
  });
  client.connect({ host: of('host') || '127.0.0.1', port: Number(port), username, privateKey: key });
}
`;
