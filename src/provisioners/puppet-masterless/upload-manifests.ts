import { basename } from 'node:path';
import { explaining } from '../explaining.ts';
import type { Staging } from '../guest/staging.ts';
import { lookAt } from '../local/look-at.ts';
import type { ProvisionScope } from '../provisioner.ts';

/** Puppet applies one file or a whole folder; gives what it is to apply on the guest. */
export async function uploadManifests(
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
