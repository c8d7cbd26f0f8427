import type { ServerChannel } from 'ssh2';
import { ByteReader } from '../../wire/byte-reader.ts';
import { reason } from '../../wire/reason.ts';
import { written } from '../../wire/written.ts';
import type { GuestFiles } from '../files.ts';
import type { Ending, Running } from '../machine.ts';
import type { ScpCommand } from './scp-command.ts';
import { receive } from './scp-sink.ts';
import { sendAll } from './scp-source.ts';

/** The conversation both directions of scp hold: records one way, one status byte each the other way. */
export interface ScpLine {
  readonly input: ByteReader;
  readonly files: GuestFiles;
  readonly command: ScpCommand;
  write(data: Uint8Array | string): Promise<void>;
  /** Tells the client of something that went wrong; the transfer goes on, the exit status becomes 1. */
  complain(message: string): Promise<void>;
  /** Reads the client's answer: true when it is content, false after a warning. Throws ScpFatal when it gave up. */
  answered(): Promise<boolean>;
}

/** The client's side ended in the middle of something. */
export class EndOfInput extends Error {}

/** The client or we cannot go on. */
export class ScpFatal extends Error {}

/** The far side of `scp`, speaking the protocol OpenSSH's `scp -O` and Packer use. */
export function runScp(command: ScpCommand, channel: ServerChannel, files: GuestFiles): Running {
  let failed = false;
  let killed: (ending: Ending) => void = () => {};
  const cut = new Promise<Ending>((resolve) => {
    killed = resolve;
  });
  const input = new ByteReader(channel);
  const write = async (data: Uint8Array | string) => void (await written(channel, data));
  const complain = (message: string) => {
    failed = true;
    return write(`\x01scp: ${message}\n`);
  };
  const answered = async () => {
    const status = await input.byte();
    if (status === undefined) throw new EndOfInput();
    if (status === 0) return true;
    const message = (await input.line()) ?? '';
    failed = true;
    if (status === 1) return false;
    throw new ScpFatal(message);
  };
  const line: ScpLine = { input, files, command, write, complain, answered };
  const work = async (): Promise<Ending> => {
    try {
      await (command.direction === 'to' ? receive(line) : sendAll(line));
    } catch (error) {
      if (error instanceof ScpFatal || error instanceof EndOfInput) failed = true;
      else await complain(reason(error));
    }
    return { code: failed ? 1 : 0 };
  };
  return {
    ended: Promise.race([work(), cut]),
    kill: (signal) => killed({ signal }),
    resize: () => {},
  };
}
