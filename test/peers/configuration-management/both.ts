import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { runMain } from '../../cli/run-main.ts';
import type { OpensshServer } from '../../communicators/ssh/openssh-server.ts';
import { neutral } from './guest.ts';
import { portless } from './local-tool.ts';

export type Settings = Readonly<Record<string, unknown>>;

/** What a build with the null builder told while it provisioned, and the error that it ended with. */
export interface Told {
  readonly lines: readonly string[];
  readonly error: string | undefined;
}

/** A template with the null builder, for a server. */
export function nullTemplate(server: OpensshServer, key: string, provisioner: Settings): Settings {
  const builder = {
    type: 'null',
    ssh_host: '127.0.0.1',
    ssh_port: server.port,
    ssh_username: userInfo().username,
    ssh_private_key_file: key,
  };
  return { builders: [builder], provisioners: [provisioner] };
}

export async function packersBuild(
  template: Settings,
  env: Readonly<Record<string, string>> = {},
): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'packer-peer-'));
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const own = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    TMPDIR: folder,
    CHECKPOINT_DISABLE: '1',
    PACKER_LOG: '',
  };
  const child = spawn('packer', ['build', '-color=false', file], { cwd: folder, env: { ...own, ...env } });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  rmSync(folder, { recursive: true, force: true });
  return told(output);
}

export async function ourBuild(template: Settings): Promise<Told> {
  const folder = mkdtempSync(join(tmpdir(), 'packer-peer-'));
  const file = join(folder, 'template.json');
  writeFileSync(file, JSON.stringify(template));
  const { stdout, stderr } = await runMain(['build', '-color=false', file], { cwd: folder });
  rmSync(folder, { recursive: true, force: true });
  return told(stdout + stderr);
}

const CONNECTING = /^==> null: (Run |Waiting for SSH|Using ssh communicator|Connected to SSH)/;

/** Lines after those about the connection, without what is different in each run. */
function told(output: string): Told {
  const lines = portless(neutral(output)).split('\n');
  const own = lines.filter((line) => /^(==>| {3}) null: /.test(line)).map((line) => line.trimEnd());
  const error = /^Build 'null' errored after .*?: (.*?)\n\n==> Wait/ms.exec(portless(neutral(output)))?.[1];
  return { lines: own.filter((line) => !CONNECTING.test(line)), error };
}
