import { commandDone, faultCodes, interrupt, terminate } from '../../wire/wsman/names.ts';
import { type Element, escapeXml, findAll, findFirst } from '../../wire/xml.ts';
import { failure } from './failure.ts';
import { WinrmFailure } from './options.ts';
import type { Wsman } from './wsman.ts';

/** A piece of what a command printed. */
export interface Output {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Buffer;
}

/** What one request for output brought. */
interface Received {
  readonly output: readonly Output[];
  /** Set once the command has ended. */
  readonly code?: number;
}

/** One remote shell of WinRM with the one command that runs in it. */
export interface RemoteCommand {
  /** Waits until there is output or the command has ended. */
  receive(signal: AbortSignal): Promise<Received>;
  /** Writes to its standard input; `end` closes that. */
  send(bytes: Buffer, end: boolean, signal: AbortSignal): Promise<void>;
  /** What Ctrl-C does. */
  interrupt(signal: AbortSignal): Promise<void>;
  /** Ends the command. */
  terminate(signal: AbortSignal): Promise<void>;
  /** Removes the shell, and what still runs in it. */
  remove(signal: AbortSignal): Promise<void>;
}

/** Opens a shell with UTF-8 output and starts the command in it; `input`: its standard input is a pipe that we write to. */
export async function startCommand(
  wsman: Wsman,
  command: string,
  { signal, input }: { readonly signal: AbortSignal; readonly input: boolean },
): Promise<RemoteCommand> {
  const shellId = await createShell(wsman, signal);
  try {
    const commandId = await runCommand(wsman, { shellId, command, input, signal });
    return remoteCommand(wsman, shellId, commandId);
  } catch (error) {
    await removeShell(wsman, shellId, AbortSignal.timeout(5000)).catch(() => undefined);
    throw error;
  }
}

async function createShell(wsman: Wsman, signal: AbortSignal): Promise<string> {
  const answer = await wsman.ask(
    {
      action: 'create',
      options: { WINRS_NOPROFILE: 'FALSE', WINRS_CODEPAGE: '65001' },
      body: '<rsp:Shell><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>',
    },
    signal,
  );
  const selector = findAll(answer, 'Selector').find(({ attributes }) => attributes['Name'] === 'ShellId');
  const id = selector?.text ?? findFirst(answer, 'ShellId')?.text;
  if (id === undefined) throw failure('not-winrm', 'the answer names no shell');
  return id;
}

interface Start {
  readonly shellId: string;
  readonly command: string;
  readonly input: boolean;
  readonly signal: AbortSignal;
}

async function runCommand(wsman: Wsman, { shellId, command, input, signal }: Start): Promise<string> {
  const answer = await wsman.ask(
    {
      action: 'command',
      shellId,
      options: { WINRS_CONSOLEMODE_STDIN: input ? 'FALSE' : 'TRUE', WINRS_SKIP_CMD_SHELL: 'FALSE' },
      body: `<rsp:CommandLine><rsp:Command>${escapeXml(command)}</rsp:Command></rsp:CommandLine>`,
    },
    signal,
  );
  const id = findFirst(answer, 'CommandId')?.text;
  if (id === undefined) throw failure('not-winrm', 'the answer names no command');
  return id;
}

function remoteCommand(wsman: Wsman, shellId: string, commandId: string): RemoteCommand {
  const id = `CommandId="${escapeXml(commandId)}"`;
  const signalled = async (code: string, signal: AbortSignal) => {
    const body = `<rsp:Signal ${id}><rsp:Code>${code}</rsp:Code></rsp:Signal>`;
    await wsman.ask({ action: 'signal', shellId, body }, signal);
  };
  return {
    interrupt: (signal) => signalled(interrupt, signal),
    terminate: (signal) => signalled(terminate, signal),
    remove: (signal) => removeShell(wsman, shellId, signal),
    async send(bytes, end, signal) {
      const stream = `<rsp:Stream Name="stdin" ${id}${end ? ' End="true"' : ''}>${bytes.toString('base64')}</rsp:Stream>`;
      await wsman.ask({ action: 'send', shellId, body: `<rsp:Send>${stream}</rsp:Send>` }, signal);
    },
    async receive(signal) {
      const streams = `<rsp:DesiredStream ${id}>stdout stderr</rsp:DesiredStream>`;
      const body = `<rsp:Receive>${streams}</rsp:Receive>`;
      for (;;) {
        try {
          return received(await wsman.ask({ action: 'receive', shellId, body }, signal));
        } catch (error) {
          // Only means that the command was silent for the time of one request.
          if (!(error instanceof WinrmFailure) || error.fault !== faultCodes.timedOut) throw error;
        }
      }
    },
  };
}

async function removeShell(wsman: Wsman, shellId: string, signal: AbortSignal): Promise<void> {
  await wsman.ask({ action: 'delete', shellId, body: '' }, signal);
}

function received(body: Element): Received {
  const output = findAll(body, 'Stream').flatMap(({ attributes, text }): Output[] => {
    const stream = attributes['Name'] === 'stderr' ? 'stderr' : 'stdout';
    const bytes = Buffer.from(text, 'base64');
    return bytes.length === 0 ? [] : [{ stream, bytes }];
  });
  const state = findFirst(body, 'CommandState');
  if (state?.attributes['State'] !== commandDone) return { output };
  return { output, code: Number(findFirst(state, 'ExitCode')?.text ?? '0') };
}
