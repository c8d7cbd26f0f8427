import { userInfo } from 'node:os';

/** Who runs this program; empty where the system has no name for it. */
export function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}
