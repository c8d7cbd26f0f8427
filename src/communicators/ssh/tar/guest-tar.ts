import { exec } from '../exec.ts';
import type { Link } from '../link.ts';

/** What the guest has for moving folders: none, a plain tar, or GNU's, which can fill folders that are there. */
export type GuestTar =
  | { readonly kind: 'none' | 'plain' }
  | { readonly kind: 'gnu'; readonly version: readonly number[] };

/** Asks the guest; a server that runs no commands at all just gives no answer. */
export async function findTar(link: Link, signal: AbortSignal): Promise<GuestTar> {
  const lines: string[] = [];
  const onLine = (stream: string, line: string) => void (stream === 'stdout' && lines.push(line));
  const { code } = await exec(link, "/bin/sh -c 'exec tar --version'", { signal, onLine, pty: false });
  // A start-up file of the guest's shell may have something to say first.
  const first = lines.find((line) => /tar\b.*\d/i.test(line));
  if (code !== 0 || first === undefined) return { kind: 'none' };
  const gnu = /\(GNU tar\) ([\d.]+)/.exec(first)?.[1];
  return gnu === undefined ? { kind: 'plain' } : { kind: 'gnu', version: gnu.split('.').map(Number) };
}

/** Since 1.27 it replaces links to folders by folders unless it is told not to. */
export function keepsLinks({ version: [major = 0, minor = 0] }: GuestTar & { readonly kind: 'gnu' }): string {
  return major > 1 || minor >= 27 ? ' --keep-directory-symlink' : '';
}
