import { randomUUID } from 'node:crypto';
import type { ExecOptions, ExecResult } from '../communicator.ts';
import { lineSplitter } from '../lines.ts';
import type { Agent } from './agent.ts';
import { runAssistantScript } from './script.ts';
import { sendContent } from './upload.ts';

/** Bytes of output that come with one answer; the service cuts longer ones. */
const portion = 16_384;
/** Bytes of a command that go with the call; a longer one is sent as a file. */
const longestCommand = 12_000;

/**
 * Runs a command with empty standard input. The service keeps 24 KB of an output, so it goes into a file on the guest
 * and is fetched in portions; both streams come as one, when the command has ended.
 */
export async function exec(agent: Agent, command: string, options: ExecOptions): Promise<ExecResult> {
  const base = `/tmp/.ecs-imagebuild-${randomUUID()}`;
  const { signal } = options;
  const short = Buffer.byteLength(command) <= longestCommand;
  if (!short)
    await sendContent(agent, { content: Buffer.from(command), path: `${base}.sh`, mode: 0o700 }, { signal });
  const body = short ? command : `. ${base}.sh`;
  const first = await runAssistantScript(agent, wrapped(body, base), signal);
  const lines = lineSplitter((line) => options.onLine?.('stdout', line));
  lines.push(first.output);
  if (first.code !== undefined && first.output.length >= portion)
    await rest(agent, { base, signal }, (chunk) => lines.push(chunk));
  lines.end();
  return { code: first.code };
}

function wrapped(command: string, base: string): string {
  return [
    '(',
    command,
    `) >${base}.out 2>&1 </dev/null`,
    'code=$?',
    `dd if=${base}.out bs=${portion} count=1 status=none`,
    `[ "$(wc -c <${base}.out)" -lt ${portion} ] && rm -f ${base}.out`,
    `rm -f ${base}.sh`,
    'exit $code',
  ].join('\n');
}

async function rest(
  agent: Agent,
  { base, signal }: { readonly base: string; readonly signal: AbortSignal },
  take: (chunk: Buffer) => void,
): Promise<void> {
  const file = `${base}.out`;
  for (let block = 1; ; block += 1) {
    const script = `dd if=${file} bs=${portion} skip=${block} count=1 status=none`;
    const { output } = await runAssistantScript(agent, script, signal);
    take(output);
    if (output.length < portion) break;
  }
  await runAssistantScript(agent, `rm -f ${file}`, signal);
}
