import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { ExecResult } from '../../communicator.ts';
import { cancelledDuring, connectionClosed, connectionLost, hostKeyChanged } from '../../words.ts';
import { inTime, KILL_SIBLINGS } from '../kill-command.ts';
import type { Link, RemoteProcess } from '../link.ts';
import type { AttemptFailure } from '../options.ts';
import { GUEST } from './config.ts';
import type { Master } from './master.ts';
import type { Programs } from './programs.ts';

/** What the program says with its own failure, and with a command that ended by a signal or with this status. */
const OWN_FAILURE = 255;

/** A connection of OpenSSH's programs, which commands share; opened again, once per need, when it has gone. */
export class OpensshLink implements Link {
  readonly address: string;
  readonly #programs: Programs;
  readonly #open: (signal: AbortSignal) => Promise<Master | AttemptFailure>;
  #master: Master;
  #closed = false;
  #reopening: Promise<void> | undefined;

  constructor(
    address: string,
    programs: Programs,
    master: Master,
    open: (signal: AbortSignal) => Promise<Master | AttemptFailure>,
  ) {
    this.address = address;
    this.#programs = programs;
    this.#master = master;
    this.#open = open;
  }

  /** Settings with which a program uses the connection that is open. */
  shared(): readonly string[] {
    return ['-o', `ControlPath=${this.#programs.workspace.path('control')}`, '-o', 'ClearAllForwardings=yes'];
  }

  async run(
    command: string,
    { pty, signal }: { readonly pty: boolean; readonly signal: AbortSignal },
  ): Promise<RemoteProcess> {
    await this.ready(signal);
    const child = this.#programs.start('ssh', [...this.shared(), pty ? '-tt' : '-T', GUEST, command]);
    return {
      stdin: child.stdin,
      stdout: child.stdout,
      stderr: child.stderr,
      ended: this.#ended(child),
      close: () => void child.kill(),
      kill: async () => {
        await inTime((limit) => this.#killSiblings(limit));
        child.kill();
      },
    };
  }

  /** Opens the connection again when it has gone. */
  async ready(signal: AbortSignal): Promise<void> {
    if (this.#closed) throw connectionClosed(this.address);
    if (this.#master.alive) return;
    this.#reopening ??= this.#reopen(signal).finally(() => {
      this.#reopening = undefined;
    });
    await this.#reopening;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#master.close();
    this.#programs.workspace.remove();
  }

  async #reopen(signal: AbortSignal): Promise<void> {
    const opened = await this.#open(signal);
    if ('reason' in opened) {
      if (signal.aborted) throw cancelledDuring(`connecting to ${this.address} again`);
      if (opened.reason === 'host-key') throw hostKeyChanged(this.address, opened.text);
      throw connectionLost(this.address, opened.text);
    }
    this.#master = opened;
    if (this.#closed) await this.close();
  }

  async #killSiblings(signal: AbortSignal): Promise<void> {
    if (this.#master.alive)
      await this.#programs.run('ssh', [...this.shared(), '-T', GUEST, KILL_SIBLINGS], { signal });
  }

  #ended(child: ChildProcessWithoutNullStreams): Promise<ExecResult> {
    const master = this.#master;
    return new Promise((resolve) => {
      child.once('error', () => resolve({ code: undefined }));
      child.once('close', (code) => {
        // The connection's own end is noticed a moment after that of what went through it.
        const settle = () =>
          resolve({ code: code === OWN_FAILURE && !master.alive ? undefined : (code ?? undefined) });
        if (code === OWN_FAILURE && master.alive) setTimeout(settle, 100);
        else settle();
      });
    });
  }
}
