import { lineSplitter } from '../../lines.ts';
import { cancelledDuring, connectionLost, transferFailed } from '../../words.ts';
import { endIn, unlessAborted } from '../bounded.ts';
import type { Link, RemoteProcess } from '../link.ts';
import { OTHER_WAY } from './script.ts';

/** `false`: the guest leaves this to another way. */
export type Done = boolean;

/** Runs a script of ours on the guest, lets `talk` exchange bytes with it, and tells how that ended. */
export async function withScript(
  link: Link,
  command: string,
  signal: AbortSignal,
  talk: (script: RemoteProcess) => Promise<void>,
  harmless: (code: number) => boolean = () => false,
): Promise<Done> {
  if (signal.aborted) throw cancelledDuring('a file transfer');
  const script = await link.run(`${command}\n`, { pty: false, signal });
  const complaint = lastLine(script);
  script.stdin.on('error', () => undefined);
  const abort = (): void => script.close();
  signal.addEventListener('abort', abort, { once: true });
  try {
    // What goes wrong on this side is told before what the guest makes of it.
    const [talked] = await Promise.allSettled([unlessAborted(talk(script), signal)]);
    if (talked.status === 'rejected') script.close();
    script.stdin.end();
    script.stdout.resume();
    if (signal.aborted) throw cancelledDuring('a file transfer');
    const { code } = await endIn(script.ended, 'tar', { signal });
    if (signal.aborted) throw cancelledDuring('a file transfer');
    if (code === OTHER_WAY) return false;
    if (talked.status === 'rejected' && (code === undefined || code === 0)) throw talked.reason;
    if (code === undefined) throw connectionLost(link.address, 'during a file transfer');
    if (code !== 0 && !harmless(code))
      throw transferFailed(`Process exited with status ${code}${complaint()}`);
    return true;
  } finally {
    signal.removeEventListener('abort', abort);
    script.close();
  }
}

/** What GNU's tar says at its end whatever went wrong; the line before names the file. */
const tellsNothing = /^tar: (Exiting with failure status|Error is not recoverable)/;

function lastLine({ stderr, ended }: RemoteProcess): () => string {
  let last = '';
  const lines = lineSplitter((line) => {
    if (line !== '' && !tellsNothing.test(line)) last = `: ${line}`;
  });
  stderr.on('data', (chunk: Buffer) => lines.push(chunk));
  void ended.then(() => lines.end());
  return () => last;
}
