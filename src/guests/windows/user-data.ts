import { reason } from '../../wire/reason.ts';
import type { WindowsMachine } from './machine.ts';
import { powershellProgram } from './powershell/program.ts';
import { child, Input, type Process } from './process.ts';
import { batchFile } from './programs/cmd.ts';

const folder = 'C:\\ProgramData\\aliyun\\userdata';

/** User data as the cloud's agent reads it: the first line tells the kind, `[powershell]` or `[bat]`; `#` does too. */
export async function runUserData(machine: WindowsMachine, data: Uint8Array | undefined): Promise<void> {
  const text = Buffer.from(data ?? [])
    .toString('utf8')
    .replace(/^\uFEFF/, '');
  const [first = ''] = text.split(/\r?\n/);
  const kind = /^\s*(?:\[|#|<)\s*(powershell|ps1|bat|cmd)\b/i.exec(first)?.[1]?.toLowerCase();
  if (text.trim() === '') return;
  const output: Buffer[] = [];
  const log = async (piece: string | Buffer) => void output.push(Buffer.from(piece));
  if (kind === undefined)
    await log('user data ignored: its first line is neither [powershell] nor [bat]\r\n');
  else await run(machine, kind.startsWith('p') ? 'ps1' : 'bat', { body: text.slice(first.length), log });
  machine.files.write(`${folder}\\userdata.log`, Buffer.concat(output), { make: true });
}

async function run(
  machine: WindowsMachine,
  ending: 'ps1' | 'bat',
  { body, log }: { readonly body: string; readonly log: Process['out'] },
): Promise<void> {
  const path = `${folder}\\userdata.${ending}`;
  machine.files.write(path, Buffer.from(body), { make: true });
  const process = systemProcess(machine, log);
  const code = await (ending === 'ps1'
    ? powershellProgram(process, ['-File', path])
    : batchFile(process, path, [])
  ).catch((error: unknown) => reason(error));
  await log(`exit code ${code}\r\n`);
}

function systemProcess(machine: WindowsMachine, log: Process['out']): Process {
  const stdin = new Input();
  stdin.end();
  const user = 'SYSTEM';
  const base: Process = {
    machine,
    user,
    stdin,
    out: log,
    error: log,
    signal: machine.lifetime,
    environment: machine.environmentOf(user),
    folder: 'C:\\Windows\\system32',
  };
  return child(base);
}
