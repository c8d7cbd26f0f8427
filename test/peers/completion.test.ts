import { execFileSync } from 'node:child_process';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../temporary-folder.ts';
import { missing } from './program.ts';

/** A folder to be in, and one with the program in it under its name. */
const folder = temporaryFolder('completion');
const programs = temporaryFolder('programs');

beforeAll(() => {
  const template = { variables: { release: '1' }, builders: [{ type: 'null', name: 'web' }] };
  writeFileSync(join(folder, 'template.json'), JSON.stringify(template));
  writeFileSync(join(folder, 'notes.txt'), '');
  symlinkSync(
    new URL('../../bin/ecs-imagebuild.js', import.meta.url).pathname,
    join(programs, 'ecs-imagebuild'),
  );
});

function output(shell: string, args: readonly string[]): readonly string[] {
  const env = { PATH: `${programs}:${process.env['PATH']}`, HOME: folder, TERM: 'dumb', LANG: 'C.UTF-8' };
  const text = execFileSync(shell, args, { cwd: folder, env, encoding: 'utf8' });
  return text.split('\n').filter((line) => line !== '');
}

interface Line {
  readonly line: string;
  readonly expected: string;
  readonly never?: string;
}

/** Lines with the cursor at their end, and what has to be offered there. */
const LINES: readonly Line[] = [
  { line: 'ecs-imagebuild insp', expected: 'inspect' },
  { line: 'ecs-imagebuild run -parallel', expected: '-parallel-builds=' },
  { line: 'ecs-imagebuild run -on-error ab', expected: 'abort' },
  { line: 'ecs-imagebuild validate ', expected: 'template.json', never: 'notes.txt' },
  { line: 'ecs-imagebuild run -var-file no', expected: 'notes.txt' },
  { line: 'ecs-imagebuild run template.json -only ', expected: 'web' },
  { line: 'ecs-imagebuild docs alicloud-e', expected: 'alicloud-ecs' },
];

describe.skipIf(missing('bash') !== undefined)('bash', () => {
  const script = `
    compopt() { :; }
    eval "$(ecs-imagebuild completion bash)"
    IFS=$'\\n' read -r -d '' -a COMP_WORDS < <(printf '%s\\n' "$@") || true
    [[ \${*: -1} == '' ]] && COMP_WORDS+=('')
    COMP_CWORD=$(( \${#COMP_WORDS[@]} - 1 ))
    _ecs_imagebuild
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const offered = (words: readonly string[]) => output('bash', ['-c', script, 'bash', ...words]);

  test.each(LINES)('$line', ({ line, expected, never = '' }) => {
    const found = offered(line.split(' '));
    expect(found).toContain(expected);
    expect(found).not.toContain(never);
  });

  test('gives what follows the sign alone', () => {
    expect(offered(['ecs-imagebuild', 'run', '-on-error', '=', 'ab'])).toEqual(['abort']);
  });
});

describe.skipIf(missing('fish') !== undefined)('fish', () => {
  test.each(LINES)('$line', ({ line, expected, never = '' }) => {
    const script = `ecs-imagebuild completion fish | source; complete -C "${line}"`;
    const found = output('fish', ['--no-config', '-c', script]).map((row) => row.split('\t')[0] ?? '');
    expect(found).toContain(expected);
    expect(found).not.toContain(never);
  });
});

describe.skipIf(missing('zsh') !== undefined)('zsh', () => {
  /**
   * An interactive zsh in a terminal of its own; the word that Tab leaves on the line is printed. The terminal echoes these lines
   * too, at times late, so what is waited for does not stand in them.
   */
  const script = `
    zmodload zsh/zpty
    zpty shell zsh -f -i
    send() { zpty -w shell "$1" }
    send 'PS1="READY>"; autoload -U compinit; compinit -u; eval "$(ecs-imagebuild completion zsh)"'
    send 'finish() { print "\\074\${BUFFER}\\076"; exit }; zle -N finish; bindkey "^X" finish; print SET""UP'
    zpty -r shell text '*SETUP*READY>'
    zpty -w -n shell "$1"$'\\t'$'\\x18'
    zpty -r shell text '*<*>*'
    print -r -- "\${\${text##*<}%%>*}"`;

  test.each(LINES)('$line', ({ line, expected }) => {
    const [left = ''] = output('zsh', ['-f', '-c', script, 'zsh', line]);
    expect(left.trimEnd()).toBe(`${line.slice(0, line.lastIndexOf(' ') + 1)}${expected}`);
  });
});
