import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isBuildError } from '../../../src/errors/build-error.ts';
import { wrapText } from '../../../src/errors/wrap-text.ts';
import type { RenderContext } from '../../../src/template/go/context.ts';
import { check, render, renderUntilStable } from '../../../src/template/go/render.ts';

const context: RenderContext = {
  now: new Date('2026-11-24T04:35:02.929Z'),
  pwd: '/work',
  version: '',
  user: new Map([['n', 'v']]),
};

function message(body: () => unknown): string {
  try {
    return `no error: ${String(body())}`;
  } catch (error) {
    if (isBuildError(error, 'interpolation-failed')) return error.message;
    throw error;
  }
}

function hintOf(body: () => unknown): string | undefined {
  try {
    body();
  } catch (error) {
    if (isBuildError(error)) return error.hint;
    throw error;
  }
  throw new Error('no error');
}

interface Recorded {
  readonly text: string;
  readonly result?: string;
  readonly error?: string;
}

const file = new URL('../../../fixtures/interpolation/console.json', import.meta.url);
const recorded: readonly Recorded[] = JSON.parse(readFileSync(file, 'utf8'));

describe('a text renders as in the console of Packer', () => {
  test.each(recorded)('$text', ({ text, result, error }) => {
    // The console drops blanks at the end of its output.
    if (error === undefined) expect(render(text, context).trimEnd()).toBe(result?.trimEnd());
    else expect(wrapText(message(() => render(text, context)))).toBe(error);
  });
});

const withData: { readonly data: unknown; readonly cases: readonly Recorded[] } = JSON.parse(
  readFileSync(new URL('data.json', file), 'utf8'),
);

describe('a text with data renders as in the template language of Go 1.19, which Packer 1.6.6 has', () => {
  test.each(withData.cases)('$text', ({ text, result, error }) => {
    const own: RenderContext = { ...context, data: withData.data };
    if (error === undefined) expect(render(text, own)).toBe(result);
    else expect(message(() => render(text, own))).toBe(error);
  });
});

describe('data', () => {
  const data = { list: ['a', 'b'], map: { y: 2, x: 'one' }, port: 8080, ratio: 0.5, nothing: null };
  const cases: readonly (readonly [string, string])[] = [
    ['{{range .list}}<{{.}}>{{end}}', '<a><b>'],
    ['{{range $i, $e := .list}}{{$i}}={{$e}} {{end}}', '0=a 1=b '],
    ['{{range $e := .list}}{{$e}}{{end}}', 'ab'],
    ['{{range .map}}{{.}},{{end}}', 'one,2,'],
    ['{{range .list}}{{if eq . "a"}}{{continue}}{{end}}{{.}}{{end}}', 'b'],
    ['{{range .list}}{{.}}{{break}}{{end}}', 'a'],
    ['{{range .none}}x{{else}}none{{end}}', 'none'],
    ['{{.map}} {{.list}} {{.port}} {{.ratio}} {{.nothing}}', 'map[x:one y:2] [a b] 8080 0.5 <no value>'],
    ['{{index .map "x"}} {{index .list 1}} {{len .list}} {{.map.x}}', 'one b 2 one'],
    ['{{with .map}}{{.x}} {{$.port}}{{end}}', 'one 8080'],
    ['{{printf "%04d %v %s" .port .list .list}}', '8080 [a b] [a b]'],
    ['{{if and .list (gt .port 80)}}yes{{end}}', 'yes'],
    ['{{slice .list 1}}', '[b]'],
  ];
  test.each(cases)('%s', (text, result) => {
    expect(render(text, { ...context, data })).toBe(result);
  });

  test('nothing of JavaScript shows through', () => {
    expect(render('{{.constructor}} {{.map.__proto__}}', { ...context, data })).toBe('<no value> <no value>');
    expect(message(() => render('{{.list.length}}', { ...context, data }))).toContain(
      "can't evaluate field length in type interface {}",
    );
    class Secretive {
      readonly inner = 'hidden';
    }
    expect(render('{{.}}', { ...context, data: new Secretive() })).toBe('<no value>');
  });
});

describe('lines and columns', () => {
  test('a parse error names its line', () => {
    expect(message(() => check('a\n\n{{nope}}'))).toBe('template: root:3: function "nope" not defined');
  });

  test('an error while rendering names line and column, counted in bytes', () => {
    expect(message(() => render('x\né {{upper 1}}', context))).toBe(
      'template: root:2:11: executing "root" at <1>: expected string; found 1',
    );
  });

  test('an action left open on an earlier line says where it began', () => {
    expect(message(() => check('{{\n"a'))).toBe(
      'template: root:2: unterminated quoted string in action started at root:1',
    );
    expect(message(() => check('{{\n1\n'))).toBe('template: root:3: unclosed action started at root:1');
  });
});

describe('bounds', () => {
  test('a value that doubles over and over is stopped', () => {
    const doubling = `{{$x := "aaaaaaaa"}}${'{{$x = print $x $x}}'.repeat(60)}`;
    expect(message(() => render(doubling, context))).toContain('grows beyond 16 MiB');
  });

  test('deep nesting is an error, not an exhausted stack', () => {
    const parens = `{{${'('.repeat(50_000)}1${')'.repeat(50_000)}}}`;
    expect(message(() => check(parens))).toContain('nested too deep');
    expect(message(() => check('{{if 1}}'.repeat(50_000)))).toContain('nested too deep');
    expect(message(() => check(`${'{{if 1}}{{else '.repeat(500)}`))).not.toBe('');
  });

  test('templates that call each other without end are stopped', () => {
    expect(message(() => render('{{define "a"}}{{template "a"}}{{end}}{{template "a"}}', context))).toContain(
      'exceeded maximum template depth',
    );
    const nested = `${'{{if 1}}'.repeat(90)}{{template "root"}}${'{{end}}'.repeat(90)}`;
    expect(message(() => render(nested, context))).toContain('exceeded maximum template depth');
  });

  test('a mistyped function suggests the nearest one', () => {
    expect(hintOf(() => check('{{uppper "a"}}'))).toBe('Did you mean "upper"?');
    expect(hintOf(() => check('{{frobnicate}}'))).toBeUndefined();
  });

  test('a long text of many actions takes time in proportion, or this test would time out', () => {
    expect(render('{{user `n`}} '.repeat(50_000), context)).toHaveLength(100_000);
    expect(message(() => check('{{ .a'.repeat(100_000)))).toContain('template: root:1');
  });

  test('a text that never stops changing is given up', () => {
    const user = new Map([
      ['a', '{{user `b`}}'],
      ['b', '{{user `a`}}'],
    ]);
    expect(message(() => renderUntilStable('{{user `a`}}', { ...context, user }))).toContain('still changes');
    expect(renderUntilStable('{{user `n`}}', context)).toBe('v');
  });
});

describe('random texts', () => {
  const pieces = [
    '{{',
    '}}',
    '{{-',
    ' -}}',
    '"',
    '`',
    "'",
    'if ',
    'end',
    'range ',
    'with ',
    'else',
    '.a',
    '$x',
    ' := ',
    ' = ',
    '|',
    '(',
    ')',
    'upper ',
    'print ',
    'printf ',
    '"%d"',
    '"%[3]*.[2]*[1]f"',
    '1',
    '-1.5',
    'nil',
    'true',
    ' ',
    '\n',
    'é',
    '/*',
    '*/',
    'index ',
    'slice ',
    'split ',
    'eq ',
    'and ',
    '\\',
    '0x',
    ',',
    '\ud800',
  ];

  /** A small generator with a seed, so that a failure can be had again. */
  function generator(seed: number): () => number {
    let state = seed;
    return () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
  }

  test('render, or fail with an error of ours', () => {
    const next = generator(20_261_124);
    const data = { a: ['x', 1, { b: null }] };
    for (let round = 0; round < 5000; round += 1) {
      const count = 1 + Math.floor(next() * 14);
      const text = Array.from({ length: count }, () => pieces[Math.floor(next() * pieces.length)]).join('');
      try {
        render(next() < 0.5 ? text : `{{${text}}}`, { ...context, data });
      } catch (error) {
        if (!isBuildError(error)) throw new Error(JSON.stringify(text), { cause: error });
        expect(error.message).toMatch(/^template: root:\d+/);
      }
    }
  });
});
