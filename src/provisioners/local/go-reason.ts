const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  ENOTDIR: 'not a directory',
  EISDIR: 'is a directory',
  EEXIST: 'file exists',
  EADDRINUSE: 'bind: address already in use',
  EADDRNOTAVAIL: 'bind: cannot assign requested address',
  ENAMETOOLONG: 'file name too long',
  ELOOP: 'too many levels of symbolic links',
  E2BIG: 'argument list too long',
  ENOEXEC: 'exec format error',
};

/** Why an operation of this machine's system failed, as a Go program words it. */
export function goReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}
