import type { Cmdlet, CmdletCall } from '../powershell/cmdlet.ts';
import { PsError } from '../powershell/failure.ts';
import { formattedText } from '../powershell/format.ts';
import { isList, items, textOf, type Value } from '../powershell/value.ts';

/** What was given by name, position or pipe. */
export function given(call: CmdletCall, name: string): readonly Value[] {
  const named = call.args.values.get(name);
  if (call.args.values.has(name)) return [...items(named), ...call.args.rest];
  return call.input ?? [];
}

const writeOutput: Cmdlet = {
  names: ['write-output', 'echo', 'write'],
  parameters: ['inputobject'],
  switches: ['noenumerate'],
  positions: ['inputobject'],
  async run(call) {
    for (const value of given(call, 'inputobject')) await call.emit(value);
  },
};

const writeHost: Cmdlet = {
  names: ['write-host'],
  parameters: ['object', 'foregroundcolor', 'backgroundcolor', 'separator'],
  switches: ['nonewline'],
  positions: ['object'],
  async run(call) {
    const text = given(call, 'object')
      .map((value) => (isList(value) ? value.map(textOf).join(' ') : textOf(value)))
      .join(' ');
    await call.process.out(call.args.values.get('nonewline') === true ? text : `${text}\r\n`);
  },
};

const writeError: Cmdlet = {
  names: ['write-error'],
  parameters: ['message', 'exception', 'category', 'errorid'],
  positions: ['message'],
  run: (call) => call.fail(given(call, 'message').map(textOf).join(' '), 'WriteErrorException'),
};

function toStream(name: string, prefix: string | undefined): Cmdlet {
  return {
    names: [name],
    parameters: ['message', 'activity', 'status', 'percentcomplete', 'messagedata'],
    switches: ['completed'],
    positions: ['message'],
    async run(call) {
      if (prefix !== undefined)
        await call.process.out(`${prefix}${given(call, 'message').map(textOf).join(' ')}\r\n`);
    },
  };
}

const outNull: Cmdlet = { names: ['out-null'], parameters: ['inputobject'], run: async () => undefined };

const outString: Cmdlet = {
  names: ['out-string'],
  parameters: ['inputobject', 'width'],
  switches: ['stream'],
  async run(call) {
    const text = formattedText(given(call, 'inputobject'));
    if (call.args.values.get('stream') !== true) return call.emit(text);
    for (const line of text.replace(/\r\n$/, '').split('\r\n')) if (text !== '') await call.emit(line);
  },
};

function passing(...names: readonly string[]): Cmdlet {
  return {
    names,
    parameters: ['property'],
    switches: ['autosize', 'wrap', 'hidetableheaders'],
    positions: ['property'],
    async run(call) {
      for (const value of call.input ?? []) await call.emit(value);
    },
  };
}

const outFile: Cmdlet = {
  names: ['out-file'],
  parameters: ['filepath', 'literalpath', 'encoding', 'inputobject', 'width'],
  switches: ['append', 'force', 'nonewline', 'noclobber'],
  positions: ['filepath'],
  async run(call) {
    const path = textOf(call.args.values.get('filepath') ?? call.args.values.get('literalpath'));
    if (path === '')
      throw new PsError("Cannot bind argument to parameter 'FilePath' because it is an empty string.");
    const { writeText } = await import('./content.ts');
    const append = call.args.values.get('append') === true;
    writeText(call, path, {
      text: formattedText(given(call, 'inputobject')),
      append,
      encoding: textOf(call.args.values.get('encoding')) || 'unicode',
    });
  },
};

export const outputCmdlets: readonly Cmdlet[] = [
  writeOutput,
  writeHost,
  writeError,
  outNull,
  outString,
  outFile,
  toStream('write-warning', 'WARNING: '),
  toStream('write-information', undefined),
  toStream('write-verbose', undefined),
  toStream('write-debug', undefined),
  toStream('write-progress', undefined),
  passing('format-table', 'ft'),
  passing('format-list', 'fl'),
  passing('out-default'),
  passing('out-host', 'oh'),
];
