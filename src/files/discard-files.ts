import { rm } from 'node:fs/promises';

/** Removes the files of an artifact; those that are gone already are no failure, and folders stay, as in Packer. */
export async function discardFiles({ files }: { readonly files: readonly string[] }): Promise<void> {
  await Promise.all(files.map((file) => rm(file, { force: true })));
}
