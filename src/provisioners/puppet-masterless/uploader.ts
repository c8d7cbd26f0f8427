import { explaining } from '../explaining.ts';
import type { Staging } from '../guest/staging.ts';
import type { ProvisionScope } from '../provisioner.ts';

/** Puts Puppet's files in the staging folder; gives their paths on the guest, empty for what was not given. */
export interface Uploader {
  hiera(source: string): Promise<string>;
  manifests(source: string): Promise<string>;
  module(source: string, index: number): Promise<string>;
}

export function uploader(
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
