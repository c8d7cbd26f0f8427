import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { Readable } from 'node:stream';
import type { ServerChannel } from 'ssh2';
import { reason } from '../../wire/reason.ts';
import { record } from '../../wire/scp/record.ts';
import type { ProvisionScope } from '../provisioner.ts';
import { ScpClient } from './scp-client.ts';

/** A call of scp's far side: `-t` takes a file, `-f` gives one. */
interface ScpCall {
  readonly direction: 'take' | 'give';
  readonly path: string;
  /** The client says that the path is a folder. */
  readonly folder: boolean;
}

/**
 * The call that a command is, if it moves single files. Anything else that begins with `scp` is a command like any other:
 * the guest's own scp moves folders.
 */
export function parseScp(command: string): ScpCall | undefined {
  const [, options = '', rest = ''] = /^scp((?:\s+-[A-Za-z]+)*)\s+(?:--\s+)?(.+)$/.exec(command) ?? [];
  const has = (letter: string): boolean => options.includes(letter);
  if (has('r') || has('t') === has('f')) return undefined;
  const path = shellWord(rest);
  if (path === undefined) return undefined;
  return { direction: has('t') ? 'take' : 'give', path, folder: has('d') || path.endsWith('/') };
}

/** Does on the communicator what the client asks for, in scp's own protocol; gives the exit code. */
export async function serveScp(
  call: ScpCall,
  channel: ServerChannel,
  scope: ProvisionScope,
): Promise<number> {
  const client = new ScpClient(channel);
  try {
    await (call.direction === 'take' ? take(call, client, scope) : give(call, client, scope));
    return 0;
  } catch (error) {
    if (scope.signal.aborted) throw error;
    client.fail(reason(error));
    return 1;
  } finally {
    await client.release();
  }
}

/** The bytes go from the client to the guest as they come; several files may follow each other. */
async function take(
  { path, folder }: ScpCall,
  client: ScpClient,
  { comm, signal }: ProvisionScope,
): Promise<void> {
  client.accept();
  for (let header = await client.header(); header !== undefined; header = await client.header()) {
    client.accept();
    const { size, mode, name } = header;
    const target = folder ? posix.join(path, name) : path;
    await comm.upload({ stream: Readable.from(client.body(size)), size, mode }, target, { signal });
    await client.acknowledged();
    client.accept();
  }
}

/** The size must be told first, so the file comes to this machine before it goes to the client. */
async function give({ path }: ScpCall, client: ScpClient, { comm, signal }: ProvisionScope): Promise<void> {
  await client.acknowledged();
  const folder = await mkdtemp(join(tmpdir(), 'packer-ssh-proxy'));
  const file = join(folder, 'file');
  try {
    await comm.download(path, file, { signal });
    const { size } = await stat(file);
    await client.send(record({ kind: 'C', mode: 0o644, size, name: posix.basename(path) }));
    await client.acknowledged();
    for await (const chunk of createReadStream(file)) await client.send(chunk);
    client.accept();
    await client.acknowledged();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The text of one word as a POSIX shell reads it, without its quoting; undefined when there is not exactly one. */
function shellWord(text: string): string | undefined {
  const word = /^\s*((?:[^\s'"\\]|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+)\s*$/s.exec(text)?.[1];
  return word?.replace(/\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"/gs, (_all, plain, single, double) => {
    if (plain !== undefined) return String(plain);
    if (single !== undefined) return String(single);
    return String(double).replace(/\\([$`"\\])/g, '$1');
  });
}
