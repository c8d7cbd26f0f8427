import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Communicator } from '../../src/communicators/communicator.ts';
import { noCommunicator } from '../../src/communicators/none.ts';
import type { ProvisionScope } from '../../src/provisioners/provisioner.ts';
import { provisionerType } from '../../src/provisioners/registry.ts';
import type { RenderContext } from '../../src/template/go/context.ts';
import type { JsonObject } from '../../src/template/model/template.ts';

export const context: RenderContext = {
  now: new Date(0),
  pwd: process.cwd(),
  version: '1.6.6',
  user: new Map(),
  buildName: 'null',
  buildType: 'null',
  buildKeys: ['ID', 'Host', 'User'],
};

export interface Rig {
  readonly scope: ProvisionScope;
  /** `say: text`, `message: text`, `error: text`, `stdout: text`, `stderr: text`, in order. */
  readonly lines: string[];
}

export function rig(comm: Communicator = noCommunicator(), signal = new AbortController().signal): Rig {
  const lines: string[] = [];
  const scope: ProvisionScope = {
    comm,
    signal,
    note: (level, text) => lines.push(`${level}: ${text}`),
    output: (stream, line) => lines.push(`${stream}: ${line}`),
    transferred: () => undefined,
    buildName: 'null',
    builderType: 'null',
    data: { ...comm.data, ID: 'Null', PackerHTTPAddr: 'ERR_HTTP_ADDR_NOT_IMPLEMENTED_BY_BUILDER' },
    context,
  };
  return { scope, lines };
}

export async function prepared(type: string, ...raws: readonly JsonObject[]) {
  return (await provisionerType(type)).prepare(raws, context);
}

/** Prepares and runs one provisioner. */
export async function provision(type: string, config: JsonObject, { scope }: Rig): Promise<void> {
  await (await prepared(type, config)).run(scope);
}

/**
 * A wrapper for sshd's ForceCommand that notes every command before it runs it. The guest has no tar: with one, folders
 * take another way than Packer's.
 */
export function recorder(folder: string) {
  const log = join(folder, 'commands');
  const script = join(folder, 'record.sh');
  writeFileSync(
    script,
    `#!/bin/sh\ncase $SSH_ORIGINAL_COMMAND in *'tar --version'*) exit 127;; esac\nprintf '%s\\n' "$SSH_ORIGINAL_COMMAND" >>'${log}'\nexec /bin/sh -c "$SSH_ORIGINAL_COMMAND"\n`,
  );
  chmodSync(script, 0o755);
  return {
    sshdConfig: `ForceCommand ${script}`,
    /** The commands since the last call, random numbers made equal. */
    take(): string[] {
      const text = existsSync(log) ? readFileSync(log, 'utf8') : '';
      writeFileSync(log, '');
      return text
        .replace(/(script|varfile)_\d+\.sh/g, '$1_N.sh')
        .split('\n')
        .filter((line) => line !== '');
    },
  };
}
