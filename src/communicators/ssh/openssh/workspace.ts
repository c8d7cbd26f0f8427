import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that its owner alone may read, for what the programs take from files; gone with this process at the latest. */
export interface Workspace {
  path(name: string): string;
  /** Writes a file for its owner alone and gives its path. */
  write(name: string, text: string, mode?: number): string;
  remove(): void;
}

/** Short, as the path of a socket may not have more than about a hundred characters. */
export function openWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-ssh-'));
  const path = (name: string) => join(folder, name);
  const remove = () => {
    process.off('exit', remove);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return {
    path,
    remove,
    write(name, text, mode = 0o600) {
      writeFileSync(path(name), text, { mode });
      return path(name);
    },
  };
}
