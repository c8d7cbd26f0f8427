import type { ExecResult, ShellOptions } from '../communicator.ts';
import { cancelledDuring } from '../words.ts';
import type { SshConnection } from './connection.ts';

/** A shell for a person: every byte goes through as it is, in both directions, until the shell ends. */
export async function openShell(connection: SshConnection, options: ShellOptions): Promise<ExecResult> {
  const { signal, stdin, columns, rows } = options;
  if (signal.aborted) throw cancelledDuring('a shell on the guest');
  const channel = await connection.shell({ columns, rows }, signal);
  const calm = options.onResize((size) => channel.setWindow(size.rows, size.columns, 0, 0));
  channel.on('data', (bytes: Buffer) => options.write(bytes));
  channel.stderr.on('data', (bytes: Buffer) => options.write(bytes));
  stdin.pipe(channel);
  let result: ExecResult = { code: undefined };
  channel.on('exit', (code: number | null, name?: string) => {
    result = code === null ? { code: undefined, signal: name ?? '' } : { code };
  });
  const abort = () => channel.close();
  signal.addEventListener('abort', abort, { once: true });
  await new Promise<void>((resolve) => channel.once('close', () => resolve()));
  signal.removeEventListener('abort', abort);
  stdin.unpipe(channel);
  stdin.pause();
  calm();
  return result;
}
