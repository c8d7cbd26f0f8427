import type { Cmdlet, CmdletCall } from '../powershell/cmdlet.ts';
import { formattedText } from '../powershell/format.ts';
import { items, textOf, type Value } from '../powershell/value.ts';

/** What was given by name, position or pipe. */
export function given(call: CmdletCall, name: string): readonly Value[] {
  const named = call.args.values.get(name);
  if (call.args.values.has(name)) return [...items(named), ...call.args.rest];
  return call.input ?? [];
}

const writeOutput: Cmdlet = {
  names: ['write-output', 'echo', 'write'],
  parameters: ['inputobject'],
  positions: ['inputobject'],
  async run(call) {
    for (const value of given(call, 'inputobject')) await call.emit(value);
  },
};

const writeHost: Cmdlet = {
  names: ['write-host'],
  parameters: ['object', 'foregroundcolor', 'backgroundcolor'],
  switches: ['nonewline'],
  positions: ['object'],
  async run(call) {
    const text = given(call, 'object').map(textOf).join(' ');
    await call.process.out(call.args.values.get('nonewline') === true ? text : `${text}\r\n`);
  },
};

const writeError: Cmdlet = {
  names: ['write-error'],
  parameters: ['message'],
  positions: ['message'],
  run: (call) => call.fail(given(call, 'message').map(textOf).join(' '), 'WriteErrorException'),
};

const outNull: Cmdlet = { names: ['out-null'], parameters: ['inputobject'], run: async () => undefined };

const outString: Cmdlet = {
  names: ['out-string'],
  parameters: ['inputobject'],
  switches: ['stream'],
  async run(call) {
    const text = formattedText(given(call, 'inputobject'));
    if (call.args.values.get('stream') !== true) return call.emit(text);
    for (const line of text.replace(/\r\n$/, '').split('\r\n')) if (text !== '') await call.emit(line);
  },
};

export const outputCmdlets: readonly Cmdlet[] = [writeOutput, writeHost, writeError, outNull, outString];
