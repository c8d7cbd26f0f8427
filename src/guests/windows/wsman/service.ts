import { randomUUID } from 'node:crypto';
import {
  commandDone,
  commandRunning,
  commandShell,
  faultCodes,
  interrupt,
  terminate,
} from '../../../wire/wsman/names.ts';
import { escapeXml, findAll, findFirst } from '../../../wire/xml.ts';
import type { WindowsMachine } from '../machine.ts';
import type { Process } from '../process.ts';
import { runCmdLine } from '../programs/cmd.ts';
import { ShellCommand } from './command.ts';
import { answer, type Fault, faultAnswer, type Request, readRequest } from './envelope.ts';

interface Shell {
  readonly id: string;
  readonly user: string;
  readonly folder: string;
  readonly variables: readonly (readonly [string, string])[];
  readonly commands: Map<string, ShellCommand>;
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What Windows allows by default. */
const mostShells = 30;
/** What the envelope needs besides the output. */
const OVERHEAD = 4096;
/** Largest request, in characters. */
const largest = 512_000;

class FaultError extends Error {
  readonly fault: Fault;

  constructor(code: string, subcode: string, message: string) {
    super(message);
    this.fault = { code, subcode, message };
  }
}

/** The remote shells of one guest. */
export class ShellService {
  readonly #machine: WindowsMachine;
  readonly #shells = new Map<string, Shell>();

  constructor(machine: WindowsMachine) {
    this.#machine = machine;
  }

  /** Shells that clients have left. */
  get open(): number {
    return this.#shells.size;
  }

  async answer(text: string, user: string, signal: AbortSignal): Promise<Answer> {
    const request = readRequest(text);
    try {
      if (request === undefined)
        throw new FaultError(
          '2150858752',
          'w:SchemaValidationError',
          'The request is not a message of WS-Management.',
        );
      if (text.length > largest)
        throw new FaultError(
          '2150858868',
          'w:EncodingLimit',
          `The request is larger than ${largest}: MaxEnvelopeSize.`,
        );
      return { status: 200, text: answer(request, await this.#serve(request, user, signal)) };
    } catch (error) {
      if (!(error instanceof FaultError)) throw error;
      return { status: 500, text: faultAnswer(request, error.fault) };
    }
  }

  #serve(request: Request, user: string, signal: AbortSignal): Promise<string> | string {
    switch (request.action) {
      case 'create':
        return this.#create(request, user);
      case 'command':
        return this.#command(request);
      case 'send':
        return this.#send(request);
      case 'receive':
        return this.#receive(request, signal);
      case 'signal':
        return this.#signal(request);
      case 'delete':
        return this.#delete(request);
      default:
        throw new FaultError(
          '2150858817',
          'a:ActionNotSupported',
          `The action ${request.actionName} is not supported.`,
        );
    }
  }

  #create({ body }: Request, user: string): string {
    if (this.#shells.size >= mostShells)
      throw new FaultError(
        '2150859174',
        'w:QuotaLimit',
        `This user is allowed a maximum number of ${mostShells} concurrent shells, which has been exceeded.`,
      );
    const id = randomUUID().toUpperCase();
    const folder = findFirst(body, 'WorkingDirectory')?.text || `C:\\Users\\${user}`;
    const variables = findAll(body, 'Variable').map(
      ({ attributes, text }) => [attributes['Name'] ?? '', text] as const,
    );
    this.#shells.set(id, { id, user, folder, variables, commands: new Map() });
    return (
      `<x:ResourceCreated><a:Address>http://localhost/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>${commandShell}</w:ResourceURI>` +
      `<w:SelectorSet><w:Selector Name="ShellId">${id}</w:Selector></w:SelectorSet></a:ReferenceParameters></x:ResourceCreated>` +
      `<rsp:Shell><rsp:ShellId>${id}</rsp:ShellId><rsp:Owner>${escapeXml(user)}</rsp:Owner><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams></rsp:Shell>`
    );
  }

  #command(request: Request): string {
    const shell = this.#shell(request);
    const line = [
      findFirst(request.body, 'Command')?.text ?? '',
      ...findAll(request.body, 'Arguments').map(({ text }) => text),
    ].join(' ');
    const command = new ShellCommand();
    shell.commands.set(command.id, command);
    command.start(this.#surroundings(shell), (process) => runCmdLine(process, line.trim()));
    return `<rsp:CommandResponse><rsp:CommandId>${command.id}</rsp:CommandId></rsp:CommandResponse>`;
  }

  #surroundings(shell: Shell): Omit<Process, 'stdin' | 'out' | 'error'> {
    const machine = this.#machine;
    const environment = machine.environmentOf(shell.user);
    for (const [name, value] of shell.variables) environment.set(name, value);
    const folder = environment.expand(shell.folder);
    return { machine, user: shell.user, environment, folder, signal: machine.lifetime };
  }

  #send(request: Request): string {
    for (const stream of findAll(request.body, 'Stream')) {
      const command = this.#running(request, stream.attributes['CommandId'] ?? '');
      command.stdin.push(Buffer.from(stream.text, 'base64'));
      if (/^true$/i.test(stream.attributes['End'] ?? '')) command.stdin.end();
    }
    return '<rsp:SendResponse/>';
  }

  async #receive(request: Request, signal: AbortSignal): Promise<string> {
    const wanted = findFirst(request.body, 'DesiredStream')?.attributes['CommandId'] ?? '';
    const command = this.#running(request, wanted);
    const most = Math.floor(((Math.max(request.maxEnvelope, 16_384) - OVERHEAD) * 3) / 4);
    const found = await command.collect(most, request.timeout, signal);
    if (found === undefined)
      throw new FaultError(
        faultCodes.timedOut,
        'w:TimedOut',
        'The WS-Management service cannot complete the operation within the time specified in OperationTimeout.  ',
      );
    const id = `CommandId="${wanted}"`;
    const streams = found.pieces.map(
      ({ stream, bytes }) => `<rsp:Stream Name="${stream}" ${id}>${bytes.toString('base64')}</rsp:Stream>`,
    );
    const ends = ['stdout', 'stderr'].map(
      (name) => `<rsp:Stream Name="${name}" ${id} End="true"></rsp:Stream>`,
    );
    const state =
      found.code === undefined
        ? `<rsp:CommandState ${id} State="${commandRunning}"/>`
        : `${ends.join('')}<rsp:CommandState ${id} State="${commandDone}"><rsp:ExitCode>${found.code}</rsp:ExitCode></rsp:CommandState>`;
    return `<rsp:ReceiveResponse>${streams.join('')}${state}</rsp:ReceiveResponse>`;
  }

  #signal(request: Request): string {
    const shell = this.#shell(request);
    const command = shell.commands.get(findFirst(request.body, 'Signal')?.attributes['CommandId'] ?? '');
    const code = findFirst(request.body, 'Code')?.text.trim();
    if (code === terminate || code === interrupt) command?.terminate();
    return '<rsp:SignalResponse/>';
  }

  #delete(request: Request): string {
    const shell = this.#shell(request);
    for (const command of shell.commands.values()) command.terminate();
    this.#shells.delete(shell.id);
    return '';
  }

  #shell({ shellId }: Request): Shell {
    const shell = this.#shells.get(shellId.toUpperCase());
    if (shell !== undefined) return shell;
    throw new FaultError(
      faultCodes.noShell,
      'w:InvalidSelectors',
      `The request for the Windows Remote Shell with ShellId ${shellId} failed because the shell was not found on the server.`,
    );
  }

  #running(request: Request, id: string): ShellCommand {
    const command = this.#shell(request).commands.get(id.toUpperCase());
    if (command !== undefined) return command;
    throw new FaultError('2150858844', 'w:InvalidParameter', `There is no command ${id} in this shell.`);
  }
}
