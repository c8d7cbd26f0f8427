/**
 * A path for the guest's shell, as Packer's scp sends it: blanks escaped, `~`, `$HOME` and wildcards left to the shell.
 * Packer leaves quotes, brackets and the like as they are, which can only fail; those are escaped too.
 */
export function remotePath(path: string): string {
  return path.replace(/[ \t'"()&;|<>`]/g, (special) => `\\${special}`);
}

/** Download paths are double-quoted by Packer when they hold a blank (and then `~` and wildcards mean nothing). */
export function remoteSource(path: string): string {
  if (!path.includes(' ')) return remotePath(path);
  return `"${path.replace(/[\\"`]/g, (special) => `\\${special}`)}"`;
}
