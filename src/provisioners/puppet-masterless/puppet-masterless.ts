import { basename } from 'node:path';
import { decode } from '../../template/schema/decode.ts';
import { type Decoded, string, strings } from '../../template/schema/field.ts';
import { configRefused } from '../../template/words.ts';
import type { Staging } from '../guest/staging.ts';
import { lookAt } from '../local/paths.ts';
import type { ProvisionerType, ProvisionScope } from '../provisioner.ts';
import { puppetCommand, runPuppet } from '../puppet/run-puppet.ts';
import { type PuppetSettings, puppetFields, puppetPathFindings, puppetSettings } from '../puppet/settings.ts';
import { explaining } from '../words.ts';

const puppetMasterlessFields = {
  ...puppetFields,
  hiera_config_path: string('Configuration file of Hiera on this machine.'),
  manifest_dir: string('Folder of this machine with manifests; for versions of Puppet before 4.'),
  manifest_file: string('Manifest of this machine to apply, or a folder of them.'),
  module_paths: strings('Folders of this machine with modules.'),
  staging_directory: string('Folder on the guest for all of this.'),
} as const;

type Settings = PuppetSettings<Decoded<typeof puppetMasterlessFields>>;

/** Uploads manifests and modules, and applies them with Puppet on the guest. */
export const puppetMasterless: ProvisionerType = {
  type: 'puppet-masterless',
  fields: puppetMasterlessFields,
  prepare(raws, context) {
    const exclude = ['execute_command', 'extra_arguments'];
    const config = decode(puppetMasterlessFields, raws, { context, exclude });
    const folder = config.staging_directory;
    const kind = { name: 'puppet-masterless', folder, failure: 'Non-zero exit status.' } as const;
    const settings = puppetSettings(config, kind, context);
    const findings = findingsOf(settings);
    if (findings.length > 0) throw configRefused(findings);
    return { type: 'puppet-masterless', run: (scope) => run(settings, scope) };
  },
};

async function run(settings: Settings, scope: ProvisionScope): Promise<void> {
  const { config, folder, os } = settings;
  const joiner = os === 'unix' ? ':' : ';';
  scope.note('say', 'Provisioning with Puppet...');
  scope.note('message', 'Creating Puppet staging directory...');
  const staging = settings.staging(scope);
  await explaining('Error creating staging directory: ', staging.makeFolder(folder));
  const upload = uploader(folder, { staging, scope });
  const HieraConfigPath = await upload.hiera(config.hiera_config_path);
  const ManifestDir = await upload.manifests(config.manifest_dir);
  const modules: string[] = [];
  for (const path of config.module_paths) modules.push(await upload.module(path, modules.length));
  const ManifestFile = await explaining(
    'Error uploading manifests: ',
    uploadManifests(config.manifest_file, `${folder}/manifests`, { staging, scope }),
  );
  const data = {
    HieraConfigPath,
    ManifestDir,
    ManifestFile,
    ModulePath: modules.join(joiner),
    ModulePathJoiner: joiner,
  };
  await runPuppet(settings, { command: commandFor(settings), data }, scope);
}

function commandFor({ os }: Settings): string {
  const options = [
    ['ModulePath', 'modulepath'],
    ['HieraConfigPath', 'hiera_config'],
    ['ManifestDir', 'manifestdir'],
  ] as const;
  return `${puppetCommand(os, 'apply', options)}{{.ManifestFile}}`;
}

function findingsOf({ config }: Settings): readonly string[] {
  return [
    ...puppetPathFindings('hiera_config_path', config.hiera_config_path, 'file'),
    ...puppetPathFindings('manifest_dir', config.manifest_dir, 'folder'),
    ...manifestFindings(config.manifest_file),
    ...config.module_paths.flatMap((path, index) =>
      puppetPathFindings(`module_path[${index}]`, path, 'folder'),
    ),
  ];
}

function manifestFindings(path: string): readonly string[] {
  if (path === '') return ['A manifest_file must be specified.'];
  const look = lookAt(path);
  return look.kind === undefined ? [finding.puppetPath('manifest_file', look.reason)] : [];
}

/** Puts Puppet's files in the staging folder; gives their paths on the guest, empty for what was not given. */
interface Uploader {
  hiera(source: string): Promise<string>;
  manifests(source: string): Promise<string>;
  module(source: string, index: number): Promise<string>;
}

function uploader(
  folder: string,
  { staging, scope }: { readonly staging: Staging; readonly scope: ProvisionScope },
): Uploader {
  const upload = async (
    how: 'uploadFile' | 'uploadFolder',
    source: string,
    words: Words,
  ): Promise<string> => {
    if (source === '') return '';
    scope.note('message', words.message);
    const target = `${folder}/${words.name}`;
    await explaining(`Error uploading ${words.what}: `, staging[how](source, target));
    return target;
  };
  return {
    hiera: (source) =>
      upload('uploadFile', source, {
        name: 'hiera.yaml',
        what: 'hiera config',
        message: 'Uploading hiera configuration...',
      }),
    manifests: (source) =>
      upload('uploadFolder', source, {
        name: 'manifests',
        what: 'manifest dir',
        message: `Uploading manifest directory from: ${source}`,
      }),
    module: (source, index) =>
      upload('uploadFolder', source, {
        name: `module-${index}`,
        what: 'modules',
        message: `Uploading local modules from: ${source}`,
      }),
  };
}

interface Words {
  /** Of the target. */
  readonly name: string;
  readonly what: string;
  readonly message: string;
}

/** Puppet applies one file or a whole folder; gives what it is to apply on the guest. */
async function uploadManifests(
  source: string,
  target: string,
  { staging, scope }: { readonly staging: Staging; readonly scope: ProvisionScope },
): Promise<string> {
  scope.note('message', 'Uploading manifests...');
  await explaining('Error creating manifests directory: ', staging.makeFolder(target));
  const folder = lookAt(source).kind === 'folder';
  scope.note('message', `Uploading manifest ${folder ? 'directory' : 'file'} from: ${source}`);
  if (folder) {
    await explaining('Error uploading manifest dir: ', staging.uploadFolder(source, target));
    return target;
  }
  const file = `${target}/${basename(source)}`;
  await staging.uploadFile(source, file);
  return file;
}

const finding = {
  puppetPath: (key: string, reason: string) => `${key} is invalid: ${reason}`,
} as const;
