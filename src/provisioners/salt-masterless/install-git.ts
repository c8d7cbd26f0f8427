import type { ProvisionScope } from '../provisioner.ts';
import type { SaltConfig } from './fields.ts';
import { runStep, saltProgram, unlessForgiven } from './salt-call.ts';

const RELEASE =
  'https://github.com/git-for-windows/git/releases/download/v2.28.0.windows.1/Git-2.28.0-64-bit.exe';
const TLS = '[Net.ServicePointManager]::SecurityProtocol = [Net.SecurityProtocolType]::Tls12';

/** Windows guests get Git, which Salt fetches its package repository with, and that repository. */
export async function installGit(config: SaltConfig, scope: ProvisionScope): Promise<void> {
  const salt = `${saltProgram(config)} --local`;
  const steps = [
    [
      'Downloading Git for Windows',
      `powershell ${TLS}; Invoke-WebRequest -Uri ${RELEASE} -OutFile $env:TEMP/Git.exe`,
      'Unable to Download Git for Windows',
    ],
    [
      'Installing Git for Windows',
      'powershell Start-Process -FilePath $env:TEMP/Git.exe /SILENT -Wait',
      'Unable to Install Git for Windows',
    ],
    [
      'Cleaning Up After Git for Windows',
      'powershell Remove-Item $env:TEMP/Git.exe',
      'Unable to Clean-up After Git for Windows',
    ],
    ...['winrepo.update_git_repos', 'pkg.refresh_db'].map(
      (what) =>
        [
          `Running salt-call --local ${what}`,
          `${salt} ${what}`,
          `Error executing salt-call --local ${what}`,
        ] as const,
    ),
  ] as const;
  for (const [message, command, failure] of steps) {
    scope.note('message', message);
    await unlessForgiven(config, `${failure}: `, runStep(command, scope));
  }
}
