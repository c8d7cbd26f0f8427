import { describe, expect, it } from 'vitest';
import type { Flag } from '../../src/cli/command.ts';
import { cutMachineReadable, goFlags } from '../../src/cli/go-flags.ts';

const flags: readonly Flag[] = [
  { name: 'var', value: 'key=value', doc: '', many: true },
  { name: 'only', value: 'names', doc: '', many: true },
  { name: 'color', doc: '' },
  {
    name: 'parallel-builds',
    value: 'N',
    doc: '',
    check: (text) => (text === '1' ? undefined : 'parse error'),
  },
];

function read(...args: string[]) {
  const { flags: given, operands } = goFlags(args, flags);
  const seen = flags.flatMap(({ name }) =>
    given.all(name).length === 0 ? [] : [[name, given.all(name)] as const],
  );
  return { given: Object.fromEntries(seen), operands };
}

describe("Go's flags", () => {
  it.each([
    [['-var', 'a=b', 't.json'], { var: ['a=b'] }, ['t.json']],
    [['--var', 'a=b', 't.json'], { var: ['a=b'] }, ['t.json']],
    [['-var=a=b=c', '-var', 'd=', 't.json'], { var: ['a=b=c', 'd='] }, ['t.json']],
    [['-only=', 't.json'], { only: [''] }, ['t.json']],
    [['-color=false', 't.json'], { color: ['false'] }, ['t.json']],
    [['-color', 't.json'], { color: ['true'] }, ['t.json']],
    [['-color=0', '-color=T'], { color: ['false', 'true'] }, []],
    [['-var', '-color', 't.json'], { var: ['-color'] }, ['t.json']],
    [['-'], {}, ['-']],
    [['--', '-color'], {}, ['-color']],
  ])('reads %j', (args, given, operands) => {
    expect(read(...args)).toEqual({ given, operands });
  });

  it('takes flags after the template too, up to two dashes', () => {
    expect(read('t.json', '-color=false', '--', '-x')).toEqual({
      given: { color: ['false'] },
      operands: ['t.json', '-x'],
    });
  });

  it('does not take a word after a boolean as its value', () => {
    expect(read('-color', 'false', 't.json')).toEqual({
      given: { color: ['true'] },
      operands: ['false', 't.json'],
    });
  });

  it.each(['-h', '--help', '-help'])('sees that help was asked for with %s', (flag) => {
    expect(goFlags([flag], flags).help).toBe(true);
  });

  it.each([
    [['-nope', 'x'], 'flag provided but not defined: -nope'],
    [['-var'], 'flag needs an argument: -var'],
    [['-color=maybe'], 'invalid boolean value "maybe" for -color: parse error'],
    [['-parallel-builds=x'], 'invalid value "x" for flag -parallel-builds: parse error'],
  ])('refuses %j', (args, message) => {
    expect(() => read(...args)).toThrow(message);
  });

  it('suggests the flag that was meant', () => {
    expect(() => read('-colour')).toThrow(expect.objectContaining({ hint: 'Did you mean -color?' }));
  });

  it('cuts -machine-readable out anywhere, but not with two dashes', () => {
    expect(cutMachineReadable(['build', '-machine-readable', 't'])).toEqual([['build', 't'], true]);
    expect(cutMachineReadable(['build', '--machine-readable'])).toEqual([
      ['build', '--machine-readable'],
      false,
    ]);
  });
});
