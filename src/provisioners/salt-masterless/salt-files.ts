import { explaining } from '../explaining.ts';
import { type GuestOs, guestCommands } from '../guest/guest-commands.ts';
import { mustRunOnGuest, runOnGuest } from '../guest/run-on-guest.ts';
import { guestPath, staging } from '../guest/staging.ts';
import type { ProvisionScope } from '../provisioner.ts';
import type { SaltConfig } from './fields.ts';
import { guestPlaces } from './guest-places.ts';

/** A folder of Salt's. `title` and `short` are what messages call it. */
export interface Tree {
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
}

export interface SaltFiles {
  /** Makes the folder that files are put in first. */
  prepare(): Promise<void>;
  configure(file: ConfigurationFile): Promise<void>;
  place(tree: Tree): Promise<void>;
}

const FAILURE = 'Non-zero exit status.';

/**
 * Files go to the user's home first, then to the temporary folder, then to their place, the last two with sudo: the
 * user that is logged in may write to neither.
 */
export function saltFiles(config: SaltConfig, os: GuestOs, scope: ProvisionScope): SaltFiles {
  const commands = guestCommands(os, !config.disable_sudo);
  // Packer puts sudo before a command that has it already.
  const sudo = config.disable_sudo || os === 'windows' ? '' : 'sudo ';
  const folders = staging(scope, { commands, open: false, failure: FAILURE });
  const temporary = config.temp_config_dir || guestPlaces[os].temporary;
  const configuration = guestPlaces[os].configuration;

  const move = async (from: string, to: string): Promise<void> => {
    scope.note('message', `Moving ${from} to ${to}`);
    const text = (code: number): string => `Unable to move ${from} to ${to}: Bad exit status: ${code}`;
    await mustRunOnGuest(sudo + commands.move(from, to), scope, text);
  };
  // Packer removes what is not there and leaves what is, into which the new tree is then moved, where nobody looks.
  const clear = async (path: string): Promise<void> => {
    scope.note('message', `Verifying Path: ${path}`);
    await runOnGuest(commands.exists(path), scope);
    scope.note('message', `Removing directory: ${path}`);
    await folders.removeFolder(path);
  };
  return {
    async prepare() {
      scope.note('message', `Creating remote temporary directory: ${temporary}`);
      await explaining('Error creating remote temporary directory: ', folders.makeFolder(temporary));
    },
    async configure({ source, what, title }) {
      scope.note('message', `Uploading ${title}: ${source}`);
      const staged = guestPath(temporary, what);
      const failure = `Error uploading local ${title === 'minion config' ? 'minion config file' : title} to remote: `;
      await explaining(failure, upload(source, what, staged));
      scope.note('message', `Make sure directory ${configuration} exists`);
      const made = folders.makeFolder(configuration);
      await explaining('Error creating remote salt configuration directory: ', made);
      const moved = move(staged, guestPath(configuration, what));
      await explaining(`Unable to move ${temporary}/${what} to ${configuration}/${what}: `, moved);
    },
    async place({ source, name, title, short, target }) {
      scope.note('message', `Uploading ${title}: ${source}`);
      const staged = guestPath(temporary, name);
      await explaining(`Error uploading ${title} to remote: `, uploadTree(source, name, staged));
      await explaining(`Unable to clear ${short}: `, clear(target));
      await explaining(`Unable to move ${temporary}/${name} to ${target}: `, move(staged, target));
    },
  };

  async function upload(source: string, name: string, target: string): Promise<void> {
    await explaining(`Error uploading ${source}: `, folders.uploadFile(source, name));
    await explaining('Error moving file to destination: ', move(name, target));
  }

  async function uploadTree(source: string, name: string, target: string): Promise<void> {
    await scope.comm.uploadDir(source, name, {
      signal: scope.signal,
      onProgress: (bytes, total) => scope.transferred(source, bytes, total),
    });
    await move(name, target);
  }
}
