import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { ExecResult, ShellOptions } from '../communicator.ts';
import { lost } from './lost.ts';
import { WinrmFailure } from './options.ts';
import { encodedCommand } from './powershell.ts';
import { type RemoteCommand, startCommand } from './remote-shell.ts';
import type { Wsman } from './wsman.ts';

/** Ends each answer, and with it comes where PowerShell stands. No terminal shows it, and no text holds it. */
const MARK = '\u0000';

/** Takes a line of base64 for a command, runs it, prints what it gives, then the mark and the current folder. */
const loop = `function global:prompt_{[Console]::Out.Write([char]0+(Get-Location).Path+[char]0);[Console]::Out.Flush()}
prompt_
while(($l=[Console]::In.ReadLine()) -ne $null){
$c=[Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($l))
try{Invoke-Expression $c | Out-String -Stream | ForEach-Object{[Console]::Out.WriteLine($_)}}catch{[Console]::Error.WriteLine($_.Exception.Message)}
prompt_}`;

/**
 * A PowerShell prompt. WinRM has no terminals, so lines are edited on this side and sent whole; Ctrl-C ends the command
 * that runs, Ctrl-D or `exit` the session.
 */
export async function prompt(wsman: Wsman, options: ShellOptions): Promise<ExecResult> {
  const { signal } = options;
  const command = await startCommand(wsman, encodedCommand(loop), { signal, input: true }).catch(
    (error: unknown) => {
      throw lost(wsman.address, error);
    },
  );
  const lines = createInterface({ input: options.stdin, output: sink(options), terminal: true });
  try {
    talk(command, lines, signal);
    return await show(command, lines, options);
  } catch (error) {
    if (!(error instanceof WinrmFailure) || signal.aborted) throw lost(wsman.address, error);
    return { code: undefined, reason: error.message };
  } finally {
    lines.close();
    await command.remove(AbortSignal.timeout(5000)).catch(() => undefined);
  }
}

/** Sends what is typed; sending goes line by line, in order. */
function talk(command: RemoteCommand, lines: Interface, signal: AbortSignal): void {
  let sent: Promise<unknown> = Promise.resolve();
  const send = (bytes: Buffer, end = false) => {
    sent = sent.then(() => command.send(bytes, end, signal)).catch(() => undefined);
  };
  lines.on('line', (line) => {
    if (/^\s*exit\s*$/i.test(line)) lines.close();
    else send(Buffer.from(`${Buffer.from(line).toString('base64')}\r\n`));
  });
  lines.on('SIGINT', () => void command.interrupt(signal).catch(() => undefined));
  lines.once('close', () => send(Buffer.alloc(0), true));
}

async function show(command: RemoteCommand, lines: Interface, options: ShellOptions): Promise<ExecResult> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  for (;;) {
    const { output, code } = await command.receive(options.signal);
    for (const { stream, bytes } of output) {
      if (stream === 'stderr') options.write(bytes);
      else text += decoder.write(bytes);
    }
    const parts = text.split(MARK);
    // Pieces between two marks are places; the rest is output. A mark that is still open waits for its end.
    text = parts.length % 2 === 0 ? `${MARK}${parts.pop()}` : '';
    parts.forEach((part, index) => {
      if (index % 2 === 0) options.write(Buffer.from(part));
      else ask(lines, part);
    });
    if (code !== undefined) return { code };
  }
}

function ask(lines: Interface, place: string): void {
  lines.setPrompt(`PS ${place}> `);
  lines.prompt();
}

function sink(options: ShellOptions): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      options.write(chunk);
      done();
    },
  });
}
