import { statSync } from 'node:fs';
import { reason } from '../../wire/reason.ts';

type Kind = 'file' | 'folder';

/** What is wrong with a setting that names something on this machine; an unset one is fine. */
export function pathFindings(key: string, path: string, wanted: Kind): readonly string[] {
  return path === '' ? [] : presentFindings(key, path, wanted);
}

/** The same for a setting that must be given. */
export function requiredFileFindings(key: string, path: string): readonly string[] {
  return path === '' ? [finding.unspecified(key)] : presentFindings(key, path, 'file');
}

function presentFindings(key: string, path: string, wanted: Kind): readonly string[] {
  const look = lookAt(path);
  if (look.kind === wanted) return [];
  return [
    look.kind === undefined
      ? finding.pathInvalid(key, path, look.reason)
      : finding.pathKind(key, path, wanted),
  ];
}

/** What is there at a path of this machine; `reason` is why nothing can be seen, in Go's words. */
type Look = { readonly kind: 'file' | 'folder' } | { readonly kind: undefined; readonly reason: string };

export function lookAt(path: string): Look {
  try {
    return { kind: statSync(path).isDirectory() ? 'folder' : 'file' };
  } catch (error) {
    return { kind: undefined, reason: `stat ${path}: ${goReason(error)}` };
  }
}

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
  return REASONS[code] ?? reason(error);
}

const finding = {
  unspecified: (key: string) => `${key} must be specified.`,
  pathInvalid: (key: string, path: string, reason: string) => `${key}: ${path} is invalid: ${reason}`,
  pathKind: (key: string, path: string, wanted: 'file' | 'folder') =>
    `${key}: ${path} must point to a ${wanted === 'file' ? 'file' : 'directory'}`,
} as const;
