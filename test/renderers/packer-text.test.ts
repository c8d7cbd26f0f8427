import { describe, expect, it } from 'vitest';
import type { BuildEvent } from '../../src/events/event.ts';
import { machineUi } from '../../src/renderers/machine-ui.ts';
import { type PackerTextOptions, packerText } from '../../src/renderers/packer-text.ts';
import { plainUi } from '../../src/renderers/ui.ts';

const same = (text: string) => text;
const artifact = {
  builderId: 'fnoeding.null',
  id: 'Null',
  text: 'Did not export anything. This is the null builder',
  files: [],
  images: [],
};
const note = (build: string, level: 'say' | 'message' | 'error', text: string): BuildEvent => ({
  type: 'note',
  build,
  level,
  text,
});
const ended = (build: string, milliseconds: number, message?: string): BuildEvent => ({
  type: 'run-ended',
  build,
  runId: 'r1',
  milliseconds,
  ...(message !== undefined && { error: { code: 'script-failed', message } }),
});

function render(
  events: readonly BuildEvent[],
  options: Partial<PackerTextOptions> = {},
  took = 16.655,
): string {
  let text = '';
  const output = { write: (part: string) => (text += part) };
  const defaults = {
    ui: plainUi(output, same),
    builds: ['b', 'n-hello'],
    color: true,
    introduce: true,
    timestamps: false,
  };
  const renderer = packerText({ ...defaults, now: () => new Date(0), ...options });
  renderer.begin();
  for (const event of events) renderer.on(event);
  renderer.end(took, false);
  return text;
}

const success: readonly BuildEvent[] = [
  note('n-hello', 'say', 'Running local shell script: /tmp/packer-shell27611807'),
  { type: 'output', build: 'b', stream: 'stderr', line: 'err' },
  { type: 'output', build: 'b', stream: 'stdout', line: 'out' },
  { type: 'artifact', build: 'b', artifact },
  ended('b', 14.678),
  { type: 'artifact', build: 'n-hello', artifact },
  ended('n-hello', 16.565),
];

const failure: readonly BuildEvent[] = [
  note('null', 'message', 'multi'),
  ended('null', 11.188, 'Script exited with non-zero exit status: 2.Allowed exit codes are: [0]'),
];

/** Lines of the real Packer 1.6.6 for null builders with shell-local. */
describe("Packer's text", () => {
  it('is coloured by build', () => {
    expect(render(success)).toBe(
      [
        '\u001b[1;32mb: output will be in this color.\u001b[0m',
        '\u001b[1;36mn-hello: output will be in this color.\u001b[0m',
        '',
        '\u001b[1;36m==> n-hello: Running local shell script: /tmp/packer-shell27611807\u001b[0m',
        '\u001b[1;31m==> b: err\u001b[0m',
        '\u001b[0;32m    b: out\u001b[0m',
        "\u001b[1;32mBuild 'b' finished after 14 milliseconds 678 microseconds.\u001b[0m",
        "\u001b[1;36mBuild 'n-hello' finished after 16 milliseconds 565 microseconds.\u001b[0m",
        '',
        '==> Wait completed after 16 milliseconds 655 microseconds',
        '',
        '==> Builds finished. The artifacts of successful builds are:',
        '--> b: Did not export anything. This is the null builder',
        '--> n-hello: Did not export anything. This is the null builder',
        '',
      ].join('\n'),
    );
  });

  it('tells errors at the end, and that nothing was made', () => {
    const plain = { builds: ['null'], color: false, introduce: false };
    expect(render(failure, plain, 11.29)).toBe(
      [
        '    null: multi',
        "Build 'null' errored after 11 milliseconds 188 microseconds: Script exited with non-zero exit status: 2.Allowed exit codes are: [0]",
        '',
        '==> Wait completed after 11 milliseconds 290 microseconds',
        '',
        "==> Some builds didn't complete successfully and had errors:",
        '--> null: Script exited with non-zero exit status: 2.Allowed exit codes are: [0]',
        '',
        '==> Builds finished but no artifacts were created.',
        '',
      ].join('\n'),
    );
  });

  it('puts the name before every line and cuts blanks at the end', () => {
    const text = render([note('b', 'say', 'one\ntwo\n\n')], { color: false, introduce: false });
    expect(text).toMatch(/^==> b: one\n==> b: two\n==> b: \n==> b:\n\n==> Wait/);
  });

  it('puts a timestamp before the lines of builds only', () => {
    const text = render(success, { color: false, introduce: false, timestamps: true });
    expect(text).toMatch(/^19\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d): ==> n-hello: Running/);
    expect(text).toContain('\n\n==> Wait completed');
  });

  it('is told to programs as records', () => {
    let text = '';
    const ui = machineUi({ write: (part: string) => (text += part) }, same);
    render([...failure, { type: 'artifact', build: 'b', artifact }], { ui, color: false, introduce: false });
    const records = text
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^\d+/, 'T'));
    expect(records).toContain('T,,ui,message,    null: multi');
    expect(records).toContain('T,,error-count,1');
    expect(records).toContain(
      'T,null,error,Script exited with non-zero exit status: 2.Allowed exit codes are: [0]',
    );
    expect(records).toContain('T,b,artifact,0,builder-id,fnoeding.null');
    expect(records).toContain('T,b,artifact,0,end');
    expect(records).toContain("T,,ui,error,\\n==> Some builds didn't complete successfully and had errors:");
  });
});
