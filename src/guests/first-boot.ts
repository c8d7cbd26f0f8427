import { findAccount } from './accounts.ts';
import { parseCloudConfig } from './cloud-config.ts';
import { type GuestFiles, makeDirectories, readText, writeWhole } from './files.ts';
import { userDataParts } from './user-data.ts';

/** What a guest of either kind does with its boot options before SSH opens. */
interface FirstBoot {
  readonly files: GuestFiles;
  readonly hostname: string;
  readonly userData: Uint8Array | undefined;
  /** Runs a script as root and gives what it printed. */
  runScript(text: string): Promise<string>;
}

const log = '/var/log/cloud-init-output.log';

/** Adds lines to a user's authorized_keys that are not there yet. */
export async function addKeys(files: GuestFiles, name: string, lines: readonly string[]): Promise<void> {
  const account = await findAccount(files, name);
  if (account === undefined || lines.length === 0) return;
  const folder = `${account.home}/.ssh`;
  const path = `${folder}/authorized_keys`;
  const before = await readText(files, path);
  const known = new Set(before.split('\n'));
  const added = lines.map((line) => line.trim()).filter((line) => line !== '' && !known.has(line));
  await makeDirectories(files, account.home);
  await makeDirectories(files, folder, 0o700);
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  await writeWhole(files, path, before + gap + added.map((line) => `${line}\n`).join(''), 0o600);
  await files.chown(folder, account.uid, account.gid);
  await files.chown(path, account.uid, account.gid);
}

/** Writes the host's name where programs look for it. */
export async function setHostname(files: GuestFiles, hostname: string): Promise<void> {
  await writeWhole(files, '/etc/hostname', `${hostname}\n`);
  const lines = (await readText(files, '/etc/hosts'))
    .split('\n')
    .filter((line) => line !== '' && !line.endsWith(`\t${hostname}`));
  await writeWhole(files, '/etc/hosts', `${lines.join('\n')}\n127.0.1.1\t${hostname}\n`);
}

/**
 * User data as cloud-init reads it: `#!` scripts and the keys of `#cloud-config` in cloud-config.ts, alone or as parts
 * of a MIME document. It is kept where cloud-init keeps it, and its output is logged.
 */
export async function runUserData(boot: FirstBoot): Promise<void> {
  const parts = userDataParts(boot.userData ?? new Uint8Array());
  if (parts.length === 0) return;
  await makeDirectories(boot.files, '/var/lib/cloud/instance');
  await writeWhole(
    boot.files,
    '/var/lib/cloud/instance/user-data.txt',
    Buffer.from(boot.userData ?? []),
    0o600,
  );
  let output = '';
  // Configuration comes first, scripts at the end of the boot.
  for (const text of [...parts].sort((a, b) => Number(a.startsWith('#!')) - Number(b.startsWith('#!'))))
    output += await runPart(boot, text);
  await makeDirectories(boot.files, '/var/log');
  await writeWhole(boot.files, log, (await readText(boot.files, log)) + output);
}

async function runPart(boot: FirstBoot, text: string): Promise<string> {
  if (text.startsWith('#!')) return boot.runScript(text);
  if (text.startsWith('#cloud-config')) return runCloudConfig(boot, text);
  return 'user data ignored: neither a script (#!) nor #cloud-config\n';
}

async function runCloudConfig({ files, runScript }: FirstBoot, text: string): Promise<string> {
  const config = await parseCloudConfig(text);
  if (typeof config === 'string') return `cloud-config ignored: ${config}\n`;
  for (const [name, key] of Object.entries(config.hostKeys)) {
    await makeDirectories(files, '/etc/ssh');
    await writeWhole(files, `/etc/ssh/${name}`, `${key.trimEnd()}\n`, name.endsWith('.pub') ? 0o644 : 0o600);
  }
  for (const file of config.files) {
    await makeDirectories(files, file.path.replace(/\/[^/]*$/, ''));
    await writeWhole(files, file.path, file.content, file.mode);
  }
  let output = '';
  for (const user of config.users) {
    output += await runScript(`#!/bin/sh\nid -u ${user.name} >/dev/null 2>&1 || useradd -m ${user.name}\n`);
    await addKeys(files, user.name, user.keys);
  }
  await addKeys(files, 'root', config.keys);
  if (config.commands.length > 0) output += await runScript(`#!/bin/sh\n${config.commands.join('\n')}\n`);
  return output;
}
