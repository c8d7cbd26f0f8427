import { randomInt } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { guestPath, type Staging } from '../guest/staging.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { explaining } from '../words.ts';
import type { AnsibleLocalConfig } from './ansible-local.ts';

/** Paths on the guest. */
export interface UploadedAnsible {
  readonly playbooks: readonly string[];
  readonly inventory: string;
  /** Empty when there is none. */
  readonly galaxy: string;
}

/** Uploads everything that a run needs, in Packer's order and with its messages. */
export async function uploadAnsibleFiles(
  config: AnsibleLocalConfig,
  folders: Staging,
  scope: ProvisionScope,
): Promise<UploadedAnsible> {
  const say = (text: string): void => scope.note('message', text);
  const root = config.staging_directory;
  const file = async (source: string, what: string, failure: string): Promise<string> => {
    const target = guestPath(root, basename(source));
    say(`Uploading ${what}...`);
    await explaining(`Error uploading ${failure}: `, uploadFile(folders, source, target));
    return target;
  };
  const folder = async (source: string, name: string): Promise<void> => {
    if (source === '') return;
    say(`Uploading ${name} directory...`);
    const uploaded = folders.uploadFolder(source, guestPath(root, name));
    await explaining(`Error uploading ${name} directory: `, uploaded);
  };
  await makeRoot(config, folders, say);
  const { playbook_file: one } = config;
  const playbooks =
    one === ''
      ? await uploadPlaybooks(config, folders, say)
      : [await file(one, 'main Playbook file', 'main playbook')];
  const galaxy =
    config.galaxy_file === '' ? '' : await file(config.galaxy_file, 'galaxy file', 'galaxy file');
  const inventory =
    config.inventory_file === ''
      ? await uploadInventory(config, folders, say)
      : await file(config.inventory_file, 'inventory file', 'inventory file');
  await folder(config.group_vars, 'group_vars');
  await folder(config.host_vars, 'host_vars');
  await uploadRoles(config, folders, say);
  await uploadPlaybookFolders(config, folders, say);
  return { playbooks, inventory, galaxy };
}

type Say = (text: string) => void;

async function makeRoot(config: AnsibleLocalConfig, folders: Staging, say: Say): Promise<void> {
  const root = config.staging_directory;
  if (config.playbook_dir === '') {
    say('Creating Ansible staging directory...');
    await explaining('Error creating staging directory: ', folders.makeFolder(root));
  } else {
    say('Uploading Playbook directory to Ansible staging directory...');
    const uploaded = folders.uploadFolder(config.playbook_dir, root);
    await explaining('Error uploading playbook_dir directory: ', uploaded);
  }
}

/** A playbook within `playbook_dir` is on the guest already; any other keeps its absolute path below the staging folder. */
async function uploadPlaybooks(
  config: AnsibleLocalConfig,
  folders: Staging,
  say: Say,
): Promise<readonly string[]> {
  const root = config.staging_directory;
  const within = config.playbook_dir === '' ? undefined : resolve(config.playbook_dir);
  const playbooks: string[] = [];
  for (const path of config.playbook_files.map((file) => resolve(file))) {
    if (within !== undefined && path.startsWith(`${within}/`)) {
      playbooks.push(guestPath(root, path.slice(within.length)));
      continue;
    }
    say(`Uploading playbook file: ${path}`);
    const made = folders.makeFolder(guestPath(root, dirname(path)));
    await explaining(`Error uploading playbook file: ${path} `, made);
    await explaining(`Error uploading playbook: ${path} `, uploadFile(folders, path, guestPath(root, path)));
    playbooks.push(guestPath(root, path));
  }
  return playbooks;
}

/** Packer makes the inventory in a file of this machine with such a name first. */
async function uploadInventory(config: AnsibleLocalConfig, folders: Staging, say: Say): Promise<string> {
  say('Uploading inventory file...');
  const groups = config.inventory_groups.map((group) => `[${group}]\n127.0.0.1\n`);
  const name = `packer-provisioner-ansible-local${randomInt(2 ** 32)}`;
  const target = guestPath(config.staging_directory, name);
  const uploaded = folders.uploadText(groups.length === 0 ? '127.0.0.1' : groups.join(''), target);
  await explaining('Error uploading inventory file: ', uploaded);
  return target;
}

async function uploadRoles(config: AnsibleLocalConfig, folders: Staging, say: Say): Promise<void> {
  if (config.role_paths.length > 0) say('Uploading role directories...');
  for (const path of config.role_paths) {
    const target = guestPath(config.staging_directory, 'roles', basename(path));
    await explaining('Error uploading roles: ', folders.uploadFolder(path, target));
  }
}

async function uploadPlaybookFolders(config: AnsibleLocalConfig, folders: Staging, say: Say): Promise<void> {
  if (config.playbook_paths.length === 0) return;
  say('Uploading additional Playbooks...');
  const root = guestPath(config.staging_directory, 'playbooks');
  await explaining('Error creating playbooks directory: ', folders.makeFolder(root));
  for (const path of config.playbook_paths) {
    const uploaded = folders.uploadFolder(path, guestPath(root, basename(path)));
    await explaining('Error uploading playbooks: ', uploaded);
  }
}

async function uploadFile(folders: Staging, source: string, target: string): Promise<void> {
  await explaining(`Error uploading ${source}: `, folders.uploadFile(source, target));
}
