import { statSync } from 'node:fs';
import { goReason } from './go-reason.ts';

/** What is there at a path of this machine; `reason` is why nothing can be seen, in Go's words. */
export type Look =
  | { readonly kind: 'file' | 'folder' }
  | { readonly kind: undefined; readonly reason: string };

export function lookAt(path: string): Look {
  try {
    return { kind: statSync(path).isDirectory() ? 'folder' : 'file' };
  } catch (error) {
    return { kind: undefined, reason: `stat ${path}: ${goReason(error)}` };
  }
}
