import {
  type GuestCommands,
  type GuestOs,
  guestCommands,
  mustRunOnGuest,
  runOnGuest,
} from '../guest/commands.ts';
import { guestPath, type Staging, staging } from '../guest/staging.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { explaining } from '../words.ts';
import type { SaltConfig } from './salt-masterless.ts';

/** Where Salt has its files on a guest, and how it is installed there. */
interface GuestPlaces {
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

/** A folder of Salt's. `title` and `short` are what messages call it. */
export interface SaltTree {
  readonly source: string;
  readonly name: 'states' | 'pillar';
  readonly title: string;
  readonly short: string;
  readonly target: string;
}

/** A file of Salt's configuration. */
export interface ConfigurationFile {
  readonly source: string;
  readonly what: 'minion' | 'grains';
  readonly title: string;
  /** What messages call it when it cannot be uploaded. */
  readonly failing: string;
}

const FAILURE = 'Non-zero exit status.';

/**
 * Puts Salt's files on the guest: in the user's home first, then in the temporary folder, then in their place, the last
 * two with sudo, as the user that is logged in may write to neither.
 */
export class SaltFiles {
  readonly #scope: ProvisionScope;
  readonly #commands: GuestCommands;
  /** Packer puts it before commands that have it already. */
  readonly #sudo: string;
  readonly #folders: Staging;
  readonly #temporary: string;
  readonly #configuration: string;

  constructor(config: SaltConfig, os: GuestOs, scope: ProvisionScope) {
    this.#scope = scope;
    this.#commands = guestCommands(os, !config.disable_sudo);
    this.#sudo = config.disable_sudo || os === 'windows' ? '' : 'sudo ';
    this.#folders = staging(scope, { commands: this.#commands, open: false, failure: FAILURE });
    this.#temporary = config.temp_config_dir || guestPlaces[os].temporary;
    this.#configuration = guestPlaces[os].configuration;
  }

  /** Makes the temporary folder. */
  async prepare(): Promise<void> {
    this.#say(`Creating remote temporary directory: ${this.#temporary}`);
    const made = this.#folders.makeFolder(this.#temporary);
    await explaining('Error creating remote temporary directory: ', made);
  }

  async configure({ source, what, title, failing }: ConfigurationFile): Promise<void> {
    const [temporary, target] = [this.#temporary, this.#configuration];
    this.#say(`Uploading ${title}: ${source}`);
    const staged = guestPath(temporary, what);
    await explaining(`Error uploading local ${failing} to remote: `, this.#stageFile(source, what, staged));
    this.#say(`Make sure directory ${target} exists`);
    const made = this.#folders.makeFolder(target);
    await explaining('Error creating remote salt configuration directory: ', made);
    const moved = this.#move(staged, guestPath(target, what));
    await explaining(`Unable to move ${temporary}/${what} to ${target}/${what}: `, moved);
  }

  async place({ source, name, title, short, target }: SaltTree): Promise<void> {
    this.#say(`Uploading ${title}: ${source}`);
    const staged = guestPath(this.#temporary, name);
    await explaining(`Error uploading ${title} to remote: `, this.#stageTree(source, name, staged));
    await explaining(`Unable to clear ${short}: `, this.#clear(target));
    const moved = this.#move(staged, target);
    await explaining(`Unable to move ${this.#temporary}/${name} to ${target}: `, moved);
  }

  async #stageFile(source: string, name: string, target: string): Promise<void> {
    await explaining(`Error uploading ${source}: `, this.#folders.uploadFile(source, name));
    await explaining('Error moving file to destination: ', this.#move(name, target));
  }

  async #stageTree(source: string, name: string, target: string): Promise<void> {
    const scope = this.#scope;
    const onProgress = (bytes: number, total: number): void => scope.transferred(source, bytes, total);
    await scope.comm.uploadDir(source, name, { signal: scope.signal, onProgress });
    await this.#move(name, target);
  }

  /** Packer removes what is not there and leaves what is, into which the new tree then goes, where nobody looks for it. */
  async #clear(path: string): Promise<void> {
    this.#say(`Verifying Path: ${path}`);
    await runOnGuest(this.#commands.exists(path), this.#scope);
    this.#say(`Removing directory: ${path}`);
    await this.#folders.removeFolder(path);
  }

  async #move(from: string, to: string): Promise<void> {
    this.#say(`Moving ${from} to ${to}`);
    const command = this.#sudo + this.#commands.move(from, to);
    const failure = `Unable to move ${from} to ${to}: Bad exit status: `;
    await mustRunOnGuest(command, this.#scope, (code) => failure + code);
  }

  #say(text: string): void {
    this.#scope.note('message', text);
  }
}
