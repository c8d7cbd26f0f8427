import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Communicator } from '../../src/communicators/communicator.ts';
import { connectSsh } from '../../src/communicators/ssh/connect.ts';
import { memoryGuests } from '../../src/guests/linux/memory-guest.ts';
import type { JsonObject } from '../../src/template/model/template.ts';
import { sshOptions } from '../communicators/ssh/openssh-server.ts';
import { startGuest } from '../guests/rig.ts';
import { provision, rig } from './rig.ts';

export interface ToolGuest {
  readonly comm: Communicator;
  /** Folder of this machine with the files that were asked for. */
  readonly folder: string;
  /** Runs a provisioner; `@/` in its settings is that folder. Gives what was told, and how it failed. */
  run(settings: JsonObject & { readonly type: string }): Promise<{
    readonly lines: readonly string[];
    readonly failure: string | undefined;
  }>;
  /** What a command on the guest prints. */
  text(command: string): Promise<string>;
  /** What stand-ins were called with, since the last time. */
  calls(): Promise<readonly string[]>;
  dispose(): Promise<void>;
}

/**
 * A guest in memory with programs that stand for tools: each notes what it was called with and exits with the number in
 * `/exit-NAME`, 0 without one.
 */
export async function toolGuest(
  tools: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<ToolGuest> {
  const folder = mkdtempSync(join(tmpdir(), 'ecs-imagebuild-tools-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const factory = memoryGuests();
  const guest = await startGuest(factory);
  for (const tool of tools)
    await guest.exec(`cat > /usr/local/bin/${tool} && chmod 755 /usr/local/bin/${tool}`, standIn(tool));
  const { host, port } = guest.address;
  const comm = await connectSsh({ ...sshOptions(port, guest.privateKey), host, username: 'root' });
  return {
    comm,
    folder,
    text: (command) => guest.text(command),
    async run({ type, ...settings }) {
      const made = rig(comm);
      const located: JsonObject = JSON.parse(JSON.stringify(settings).replaceAll('@/', `${folder}/`));
      const failure = await provision(type, located, made).then(
        () => undefined,
        (error: unknown) => (error instanceof Error ? error.message : String(error)),
      );
      return { lines: made.lines.map((line) => line.replaceAll(folder, '@')), failure };
    },
    async calls() {
      const text = await guest.text('cat /calls 2>/dev/null; rm -f /calls');
      return text.split('\n').filter((line) => line !== '');
    },
    async dispose() {
      await comm.close();
      await guest.dispose();
      await factory.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function standIn(tool: string): string {
  return `#!/bin/sh
echo "${tool} $*" >> /calls
echo "${tool} ran"
exit $(cat /exit-${tool} 2>/dev/null || echo 0)
`;
}
