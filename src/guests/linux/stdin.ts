import type { Readable } from 'node:stream';

/** Programs that wait for input when nothing else is said. */
const readers =
  /(?:^|[;&|(\n]\s*|\bsudo\s+(?:-\S+\s+)*)(?:cat|tee|read|sh|bash|dd|tar|base64|md5sum|sha\d*sum|wc|grep|sed|awk|sort|head|tail|xargs|jq|gzip|gunzip|zcat|patch|passwd|chpasswd|crontab|mapfile|readarray|while\s+(?:IFS=\S*\s+)?read)\b/;

/** How long a command that may or may not read is kept back for a client that does not say its input is over. */
const patience = 40;

/**
 * All of a command's input, one character a byte: the shell takes it as a whole. Commands that plainly read are
 * kept back until the client ends its input; others start at once, or after a moment without any.
 */
export function awaitInput(command: string, stream: Readable, signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const pieces: Buffer[] = [];
    let timer: NodeJS.Timeout | undefined;
    const finish = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      stream.removeListener('data', take);
      for (const name of ['end', 'close']) stream.removeListener(name, finish);
      stream.resume();
      resolve(Buffer.concat(pieces).toString('latin1'));
    };
    const take = (data: Buffer) => {
      clearTimeout(timer);
      pieces.push(data);
    };
    stream.on('data', take);
    for (const name of ['end', 'close']) stream.once(name, finish);
    signal.addEventListener('abort', finish, { once: true });
    if (!readers.test(command)) timer = setTimeout(finish, /\/|\bsudo\b/.test(command) ? patience : 0);
  });
}
