import { win32 } from 'node:path';

/** An absolute path in one form: `C:\Windows\Temp`, whatever slashes it had. `~` and environment variables are the caller's. */
export function absolute(path: string, folder: string): string {
  const whole = win32.resolve(folder, path.replaceAll('/', '\\'));
  const rooted = /^[a-z]:/i.test(whole) ? whole : win32.join(folder.slice(0, 2), whole);
  const capital = rooted.charAt(0).toUpperCase() + rooted.slice(1);
  return capital.length > 3 ? capital.replace(/\\+$/, '') : capital;
}

export function parentOf(path: string): string {
  return win32.dirname(path);
}

export function nameOf(path: string): string {
  return win32.basename(path);
}

/** Whether a name matches a pattern with `*`, `?` and `[...]`, whatever its case. */
export function matches(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'is').test(name);
}

export function hasWildcard(path: string): boolean {
  return /[*?]/.test(path);
}
