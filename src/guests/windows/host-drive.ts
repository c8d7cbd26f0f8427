import { applyDisk, difference, readDisk } from '../disk.ts';
import type { GuestFiles } from '../files.ts';
import type { GuestFile } from '../guest.ts';
import type { WindowsFiles } from './files.ts';
import { absolute } from './paths.ts';

/** Where programs of the host find the drive `C:`. */
export const drive = '/mnt/c';

/** `C:\Windows\Temp`, in whatever form, as programs of the host name it. */
export function onHost(path: string, folder: string): string {
  return `${drive}${absolute(path, folder).slice(2).replaceAll('\\', '/')}`.replace(/\/$/, '');
}

function onGuest(path: string): string {
  return `C:${path.slice(drive.length).replaceAll('/', '\\') || '\\'}`;
}

/**
 * Lays a guest's drive out as files of the host. The function that it gives brings back what has changed there since; what
 * others have changed in the guest meanwhile stays. Links are left out: the guest has none.
 */
export async function layOut(guest: WindowsFiles, host: GuestFiles): Promise<() => Promise<void>> {
  const files = Object.entries(guest.capture().files).map(([path, file]) => [onHost(path, 'C:\\'), file]);
  await applyDisk(host, { files: Object.fromEntries(files) });
  const before = await readDisk(host, [drive]);
  return async () => {
    const { files: changed, removed = [] } = difference(before, await readDisk(host, [drive]));
    for (const path of [...removed].sort().reverse())
      if (guest.find(onGuest(path)) !== undefined) guest.remove(onGuest(path), { recurse: true });
    for (const [path, file] of Object.entries(changed)) bringBack(guest, onGuest(path), file);
  };
}

function bringBack(guest: WindowsFiles, path: string, file: GuestFile): void {
  const found = guest.find(path);
  if (found !== undefined && found.folder !== (file.type === 'directory'))
    guest.remove(path, { recurse: true });
  if (file.type === 'directory') guest.makeFolder(path);
  else if (file.type === 'file') guest.write(path, Buffer.from(file.data, 'base64'), { make: true });
}
