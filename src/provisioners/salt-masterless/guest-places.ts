import type { GuestOs } from '../guest/guest-commands.ts';

/** Where Salt has its files on a guest, and how it is installed there. */
export interface GuestPlaces {
  readonly configuration: string;
  readonly temporary: string;
  readonly states: string;
  readonly pillar: string;
  readonly fetchBootstrap: string;
  readonly runBootstrap: string;
}

const SCRIPT = '/tmp/install_salt.sh';
const BOOTSTRAP = 'https://bootstrap.saltstack.com';
const WINDOWS_SCRIPT = 'C:/Windows/Temp/bootstrap-salt.ps1';
const WINDOWS_BOOTSTRAP =
  'https://raw.githubusercontent.com/saltstack/salt-bootstrap/stable/bootstrap-salt.ps1';

export const guestPlaces: Readonly<Record<GuestOs, GuestPlaces>> = {
  unix: {
    configuration: '/etc/salt',
    temporary: '/tmp/salt',
    states: '/srv/salt',
    pillar: '/srv/pillar',
    // wget where curl failed, be it for want of curl.
    fetchBootstrap: `curl -L ${BOOTSTRAP} -o ${SCRIPT} || wget -O ${SCRIPT} ${BOOTSTRAP}`,
    runBootstrap: `sh ${SCRIPT}`,
  },
  windows: {
    configuration: 'C:/salt/conf',
    temporary: 'C:/Windows/Temp/salt/',
    states: 'C:/salt/state',
    pillar: 'C:/salt/pillar/',
    fetchBootstrap: `powershell Invoke-WebRequest -Uri '${WINDOWS_BOOTSTRAP}' -OutFile '${WINDOWS_SCRIPT}'`,
    runBootstrap: `Powershell ${WINDOWS_SCRIPT}`,
  },
};
