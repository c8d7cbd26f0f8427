import { describe, expect, it } from 'vitest';
import type { BodySchema } from '../../../../src/template/hcl/body/body.ts';
import { readBody } from '../../../../src/template/hcl/body/read-body.ts';
import { diagnosticText } from '../../../../src/template/hcl/diagnostic-text.ts';
import { displayed } from '../../../../src/template/hcl/display.ts';
import { evaluateExpression } from '../../../../src/template/hcl/evaluate/evaluate.ts';
import { evaluateLiteral } from '../../../../src/template/hcl/evaluate/literal.ts';
import type { Expression } from '../../../../src/template/hcl/syntax/node.ts';
import { typeName } from '../../../../src/template/hcl/types/type.ts';
import { typeOfExpression } from '../../../../src/template/hcl/types/type-expression.ts';
import { objectValue, stringValue } from '../../../../src/template/hcl/values/value.ts';

const TEMPLATE: BodySchema = {
  blocks: [
    { type: 'source', labels: ['type', 'name'] },
    { type: 'build' },
    { type: 'locals' },
    { type: 'variable', labels: ['name'] },
  ],
};

function errors(name: string, text: string, schema = TEMPLATE): string {
  const { body, describe } = readBody(name, text);
  return body
    .content(schema)
    .diagnostics.map((one) => diagnosticText(one, describe))
    .join('');
}

/** What the blocks of a template and the arguments in them are, whatever it is written in. */
function outline(name: string, text: string): readonly string[] {
  const { body } = readBody(name, text);
  return body.content(TEMPLATE).blocks.flatMap(({ type, labels, body: inner }) => {
    const header = [type, ...labels].join(' ');
    return [...inner.justAttributes().attributes.values()].map(
      (attribute) => `${header}: ${attribute.name} = ${shown(attribute.expression)}`,
    );
  });
}

const scope = {
  variables: new Map([['var', objectValue([['a', stringValue('A')]])]]),
  functions: new Map(),
  surroundings: {
    now: () => new Date(0),
    startedAt: new Date(0),
    uuid: () => '',
    folder: '',
    cwd: '',
    home: undefined,
    ask: () => '',
  },
};

function shown(expression: Expression): string {
  const { value, diagnostics } = evaluateExpression(expression, scope);
  return diagnostics.length === 0 ? displayed(value) : diagnostics.map(({ summary }) => summary).join(', ');
}

describe('a body is the same in both syntaxes', () => {
  const native = `
locals {
  x = var.a
}
source "null" "one" {
  n    = 18446744073709551617
  list = ["x\${var.a}", true, null]
}
source "null" "two" {
  text = "$\${x} %%{y}"
}
build {
  sources = ["null.one"]
}
`;
  const json = JSON.stringify({
    '//': 'a comment',
    locals: { '//': 'one more', x: '${var.a}' },
    source: [
      { null: { one: { n: 0, list: ['x${var.a}', true, null] } } },
      { null: { two: { text: '$${x} %%{y}' } } },
    ],
    build: [{ sources: ['null.one'] }],
  }).replace('"n":0', '"n":18446744073709551617');

  it('has the same blocks, labels and values', () => {
    const expected = [
      'locals: x = A',
      'source null one: n = 1.8446744073709552e+19',
      'source null one: list = [\n  "xA",\n  true,\n  null,\n]',
      'source null two: text = ${x} %{y}',
      'build: sources = [\n  "null.one",\n]',
    ];
    expect(outline('t.pkr.hcl', native)).toEqual(expected);
    expect(outline('t.pkr.json', json)).toEqual(expected);
  });

  it('leaves what a schema did not name for another reader', () => {
    const schema = { attributes: [{ name: 'a' }], blocks: [{ type: 'b' }] };
    const others = { attributes: [{ name: 'c' }] };
    for (const { body } of [
      readBody('t.pkr.hcl', 'a = 1\nb {\n}\nc = 2\nd = 3\n'),
      readBody('t.pkr.json', '{"a": 1, "b": {}, "c": 2, "d": 3}'),
    ]) {
      const { attributes, blocks, rest } = body.partialContent(schema);
      expect([[...attributes.keys()], blocks.map(({ type }) => type)]).toEqual([['a'], ['b']]);
      const { attributes: more, diagnostics } = rest.content(others);
      expect([...more.keys()]).toEqual(['c']);
      expect(diagnostics.map(({ detail }) => detail)).toEqual([expect.stringContaining('named "d"')]);
    }
  });

  it('tells of a required argument at the block', () => {
    const schema = { attributes: [{ name: 'for_each', required: true }] };
    const { body, describe } = readBody('t.pkr.hcl', 'build {\n  x {\n  }\n}\n');
    const [block] = body.content({ blocks: [{ type: 'build' }] }).blocks;
    const [fault] = block?.body.partialContent(schema).diagnostics ?? [];
    expect(fault && diagnosticText(fault, describe)).toBe(
      'Error: Missing required argument\n\n  on t.pkr.hcl line 1, in build:\n   1: build {\n\nThe argument "for_each" is required, but no definition was found.\n\n',
    );
  });
});

describe('a schema says what a body may hold', () => {
  it('tells of arguments, blocks and labels that nobody expects', () => {
    expect(errors('t.pkr.hcl', 'biuld {\n}\nsource = 1\nsource "a" {\n}\nbuild "x" {\n}\n')).toBe(
      `Error: Missing name for source

  on t.pkr.hcl line 4:
   4: source "a" {

All source blocks must have 2 labels (type, name).

Error: Extraneous label for build

  on t.pkr.hcl line 6, in build "x":
   6: build "x" {

No labels are expected for build blocks.

Error: Unsupported argument

  on t.pkr.hcl line 3:
   3: source = 1

An argument named "source" is not expected here. Did you mean to define a block
of type "source"?

Error: Unsupported block type

  on t.pkr.hcl line 1, in biuld:
   1: biuld {

Blocks of type "biuld" are not expected here. Did you mean "build"?

`.replace('line 4:', 'line 4, in source "a":'),
    );
  });

  it('says which shape of JSON it wants', () => {
    expect(errors('t.pkr.json', '{"variable": {"a": "x"}}')).toContain('one or more "variable" blocks');
    expect(errors('t.pkr.json', '{"variable": ["x"]}')).toContain(
      'A JSON object is required here, to specify name labels for this block.',
    );
    expect(errors('t.pkr.json', '{"locls": {}}')).toContain('Did you mean "locals"?');
    expect(errors('t.pkr.json', '[{"locals": {}}, 1]')).toContain(
      'A JSON object is required here, to define arguments and child blocks.',
    );
  });

  it('counts a tab of JSON as two columns, as Packer does', () => {
    const { body } = readBody('t.pkr.json', '{\n\t"a": 1,\n\t"a": 2}');
    expect(body.justAttributes().diagnostics[0]?.detail).toBe(
      'The argument "a" was already set at t.pkr.json:2,3-9.',
    );
  });
});

describe('a text of JSON', () => {
  const expressionOf = (text: string): Expression => {
    const { body } = readBody('t.pkr.json', `{\n  "x": ${text}\n}`);
    const attribute = body.justAttributes().attributes.get('x');
    if (attribute === undefined) throw new Error(`no value in ${text}`);
    return attribute.expression;
  };

  it('is a template where it is evaluated', () => {
    expect(shown(expressionOf('"${[var.a]}"'))).toBe('[\n  "A",\n]');
    expect(shown(expressionOf('"%{ if true ~}  y%{ endif }"'))).toBe('y');
    expect(shown(expressionOf('{"${var.a}": 1}'))).toBe('{\n  "A" = 1\n}');
  });

  it('stands for itself where nothing is evaluated', () => {
    expect(displayed(evaluateLiteral(expressionOf('"${var.a}"')).value)).toBe('${var.a}');
  });

  it('is an expression where a type is wanted', () => {
    expect(typeName(typeOfExpression(expressionOf('"map(list(string))"')))).toBe('map of list of string');
    expect(() => typeOfExpression(expressionOf('"strin"'))).toThrow('The keyword "strin" is not');
    expect(() => typeOfExpression(expressionOf('"a b"'))).toThrow('A type specification is either');
  });

  it('has the line of its file in what is told of it', () => {
    const { diagnostics } = evaluateExpression(expressionOf('"a ${var.b} \\u00e9 ${"'), scope);
    expect(diagnostics.map((one) => diagnosticText(one, () => undefined)).join('')).toContain(
      '  on t.pkr.json line 2:\n   2:   "x": "a ${var.b} \\u00e9 ${"\n',
    );
  });
});

describe('JSON that is hard to read', () => {
  it.each(['[', '{"a":'])('is refused where it is nested too deeply: %s', (open) => {
    const { diagnostics } = readBody('t.pkr.json', open.repeat(100_000));
    expect(diagnostics.map(({ summary }) => summary)).toEqual([
      'Nesting too deep',
      'Root value must be object',
    ]);
  });

  it('is read in time that grows with its size', () => {
    const text = `{"a": [${'"x${1}\\u00e9", '.repeat(400_000)}1]}`;
    const { body, diagnostics } = readBody('t.pkr.json', text);
    expect([diagnostics, body.justAttributes().attributes.size]).toEqual([[], 1]);
  });
});
