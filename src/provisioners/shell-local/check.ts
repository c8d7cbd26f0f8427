import { resolve } from 'node:path';
import { configRefused } from '../../template/words.ts';
import { environmentFindings } from '../script/environment.ts';
import { missingFiles } from '../script/scripts.ts';
import type { ShellLocalConfig } from '../shell-local.ts';
import { driveMissing, finding, onlyOnInvalid } from '../words.ts';

const SYSTEMS: readonly string[] = ['darwin', 'freebsd', 'linux', 'openbsd', 'solaris', 'windows'];

/** Throws what is wrong with the settings, in Packer's words and order. */
export function checkLocalShell(config: ShellLocalConfig): void {
  const alien = config.only_on.find((name) => !SYSTEMS.includes(name));
  if (alien !== undefined) throw onlyOnInvalid(alien, SYSTEMS);
  const files = filesOf(config);
  const homeless = files.map((file) => resolve(file)).find((path) => !/^[A-Za-z]:/.test(path));
  if (config.use_linux_pathing && homeless !== undefined) throw driveMissing(homeless);
  const inline = config.command !== '' || config.inline.length > 0;
  const findings = [
    ...(kindsOf(config) === 0 ? [finding.noCommand] : []),
    // Packer complains once for each kind too many.
    ...Array.from({ length: Math.max(0, kindsOf(config) - 1) }, () => finding.manyCommands),
    ...missingFiles(files),
    ...(config.use_linux_pathing && inline ? [finding.pathing] : []),
    ...environmentFindings(config),
  ];
  if (findings.length > 0) throw configRefused(findings);
}

function kindsOf({ command, inline, script, scripts }: ShellLocalConfig): number {
  return [command !== '', inline.length > 0, script !== '', scripts.length > 0].filter(Boolean).length;
}

/** The script files that are looked at: a single one only where nothing else is given. */
function filesOf(config: ShellLocalConfig): readonly string[] {
  return config.script !== '' && kindsOf(config) === 1 ? [config.script] : config.scripts;
}
