import type { LinuxCommands } from './command.ts';
import { controlCommands } from './control.ts';
import { diskCommands } from './disk-tools.ts';
import { environmentCommands } from './environment.ts';
import { fileCommands } from './file-tools.ts';
import { identityCommands } from './identity.ts';
import { jobCommands } from './jobs.ts';
import { ls } from './ls.ts';
import { networkCommands } from './network.ts';
import { notedCommands } from './noted.ts';
import { openssl } from './openssl.ts';
import { ownershipCommands } from './ownership.ts';
import { packageCommands } from './packages.ts';
import { powerCommands } from './power.ts';
import { quietCommands } from './quiet.ts';
import { reportCommands } from './reports.ts';
import { script } from './script.ts';
import { sed } from './sed.ts';
import { shells } from './shell.ts';
import { sshKeygen } from './ssh-keygen.ts';
import { sudoCommands } from './sudo.ts';
import { systemCommands } from './systemctl.ts';
import { target } from './target.ts';
import { textCommands } from './text-tools.ts';
import { userCommands } from './users.ts';
import { wrapperCommands } from './wrappers.ts';

/** What a memory guest has besides the shell's own programs. */
export const linuxCommands: LinuxCommands = [
  ...controlCommands,
  ...jobCommands,
  ...shells,
  script,
  ...sudoCommands,
  ...wrapperCommands,
  ...environmentCommands,
  ...identityCommands,
  ...userCommands,
  ...ownershipCommands,
  ls,
  ...fileCommands,
  ...packageCommands,
  ...systemCommands,
  ...powerCommands,
  ...networkCommands,
  ...reportCommands,
  ...quietCommands,
  sed,
  ...notedCommands,
  ...diskCommands,
  ...textCommands,
  openssl,
  target,
  sshKeygen,
];
