import { posix } from 'node:path';
import type { Tree } from '../tree.ts';
import { type GuestTar, keepsLinks } from './guest-tar.ts';

/** The exit status of a script that leaves the work to another way of moving files. */
export const OTHER_WAY = 93;

/** What tar on the guest is told for every archive: times are those of the copy, owners those of the user, as with scp. */
const EXTRACT = 'tar -x -m -o -f -';

/**
 * The guest's part of an upload: `$1` is the name of the folder (empty: its contents alone are sent), `$2` its mode, the
 * rest where it goes. It says `ready`, the umask, and whether the place is `fresh`. In a place that is not, lines of mode
 * and path make the folders that are missing, so that those which are there keep what they are; files then follow as an
 * archive. One line without single quotes, as the login shell may be any.
 */
export function uploadScript(tar: GuestTar): string {
  const into = `cd -- "$d" || exit 1`;
  const merge =
    tar.kind === 'gnu'
      ? [
          'echo "ready $u merge"',
          'while IFS= read -r l && [ -n "$l" ]; do m=${l%% *}; p=${l#* }',
          '[ -d "$p" ] || mkdir -m "$m" -- "$p" || exit 1; done',
          `exec ${EXTRACT} --overwrite -h${keepsLinks(tar)}`,
        ]
      : [`exit ${OTHER_WAY}`];
  return [
    'n=$1; m=$2; shift 2; [ $# = 1 ] || exit 1; d=$1; u=$(umask); new=',
    'if [ -n "$n" ]; then if [ -d "$d" ]; then d=$d/$n; fi; [ -d "$d" ] || { mkdir -m 700 -- "$d" || exit 1; new=1; }; fi',
    into,
    'if [ -n "$(ls -A .)" ]; then true',
    ...merge,
    'fi',
    'echo "ready $u fresh"',
    `${EXTRACT}; s=$?`,
    '[ -z "$new" ] || chmod "$(printf %o $((0$m & ~0$u)))" . || s=1',
    'exit $s',
  ].join('; ');
}

/**
 * The guest's part of a download: each place is packed by its last name, links as what they lead to. Names that say
 * nothing (`.`, `..`, `/`) are left to scp.
 */
export const DOWNLOAD_SCRIPT = [
  'k=$#; [ $k -gt 0 ] || exit 1',
  'while [ $k -gt 0 ]; do p=$1; shift; while [ "$p" != "${p%/}" ]; do p=${p%/}; done; [ -e "$p" ] || { echo "$p: No such file or directory" >&2; exit 2; }',
  'b=${p##*/}; case $b in ""|.|..) exit 93;; esac; d=${p%"$b"}',
  'case $d in /*) ;; *) d=$PWD/$d;; esac; set -- "$@" -C "$d" "./$b"; k=$((k - 1)); done',
  'exec tar -c -h -f - "$@"',
].join('; ');

/** Lines of mode and path for all folders below, the outer ones first. */
export function folderLines(tree: Tree, umask: number): readonly string[] {
  return below(tree).map(({ path, mode }) => `${octal(mode & ~umask)} ./${path}`);
}

/** Every folder below with its path. */
export function below(tree: Tree, at = ''): readonly { readonly path: string; readonly mode: number }[] {
  return tree.folders.flatMap((folder) => {
    const path = posix.join(at, folder.name);
    return [{ path, mode: folder.mode }, ...below(folder, path)];
  });
}

export function octal(mode: number): string {
  return mode.toString(8).padStart(3, '0');
}
