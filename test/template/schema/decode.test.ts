import { describe, expect, test } from 'vitest';
import { type BuildError, isBuildError } from '../../../src/errors/build-error.ts';
import type { RenderContext } from '../../../src/template/go/context.ts';
import type { JsonObject } from '../../../src/template/model/template.ts';
import { decode } from '../../../src/template/schema/decode.ts';
import { describe as describeFields } from '../../../src/template/schema/describe.ts';
import {
  bool,
  duration,
  int,
  ints,
  string,
  stringMap,
  strings,
  struct,
  structs,
  trilean,
} from '../../../src/template/schema/field.ts';
import { secretValues } from '../../../src/template/schema/secrets.ts';

const fields = {
  image_version: string('Version of the image.'),
  access_key: string('Key.', '', { secret: true }),
  ssh_port: int('Port.', 22),
  ssh_pty: bool('Terminal.'),
  on: bool('On unless told otherwise.', true),
  io_optimized: trilean('Optimized.'),
  ssh_timeout: duration('Wait.', 300_000),
  inline: strings('Lines.'),
  codes: ints('Exit codes.', [0]),
  tags: stringMap('Tags.'),
  system_disk_mapping: struct({ disk_size: int('Size.', 40), disk_name: string('Name.') }, 'System disk.'),
  image_disk_mappings: structs(
    { disk_size: int('Size.'), password: string('P.', '', { secret: true }) },
    'Disks.',
  ),
};

const context: RenderContext = { now: new Date(0), pwd: '/', version: '1.6.6', user: new Map([['v', 'x']]) };

const decoded = (...raws: readonly JsonObject[]) => decode(fields, raws, { context });

function failure(...raws: readonly JsonObject[]): BuildError {
  try {
    decoded(...raws);
  } catch (error) {
    if (isBuildError(error)) return error;
    throw error;
  }
  throw new Error('decoded without an error');
}

describe('weak typing', () => {
  const cases: readonly (readonly [keyof typeof fields, JsonObject[string], unknown])[] = [
    ['image_version', 1.5, '1.5'],
    ['image_version', 5, '5'],
    ['image_version', 1e21, '1000000000000000000000'],
    ['image_version', 1e-7, '0.0000001'],
    ['image_version', true, '1'],
    ['image_version', null, ''],
    ['image_version', '{{user `v`}}', 'x'],
    ['ssh_pty', 'T', true],
    ['ssh_pty', 2, true],
    ['ssh_pty', '', false],
    ['on', false, false],
    ['on', null, true],
    ['ssh_port', '0x10', 16],
    ['ssh_port', '010', 8],
    ['ssh_port', 22.9, 22],
    ['ssh_port', true, 1],
    ['ssh_port', '', 22],
    ['io_optimized', 'false', false],
    ['io_optimized', '', undefined],
    ['io_optimized', 1, true],
    ['io_optimized', 2, false],
    ['ssh_timeout', '1h2m3s', 3_723_000],
    ['ssh_timeout', '1.5h', 5_400_000],
    ['ssh_timeout', '-1s', -1000],
    ['ssh_timeout', 300, 0.0003],
    ['ssh_timeout', '300µs', 0.3],
    ['inline', 'a, b', ['a', ' b']],
    ['inline', '', []],
    ['inline', 7, ['7']],
    ['inline', {}, []],
    ['inline', ['a', null, true], ['a', '', '1']],
    ['codes', '0,7', [0, 7]],
    ['codes', [], [0]],
    ['tags', { a: 1, b: null, c: true }, { a: '1', b: '', c: '1' }],
    ['tags', [{ a: '1' }, { a: '2', b: '3' }], { a: '2', b: '3' }],
    ['tags', [], {}],
    ['system_disk_mapping', { Disk_Size: '7' }, { disk_size: 7, disk_name: '' }],
    ['image_disk_mappings', { disk_size: 7 }, [{ disk_size: 7, password: '' }]],
  ];
  test.each(cases)('%s: %j', (name, value, wanted) => {
    expect(decoded({ [name]: value })[name]).toEqual(wanted);
  });

  test('keys match in any case, the exact one first', () => {
    expect(decoded({ SSH_PORT: 1, ssh_pty: true }).ssh_port).toBe(1);
    expect(failure({ SSH_PORT: 1, ssh_port: 2 }).message).toContain(`'"SSH_PORT"'`);
  });

  test('nothing given is all defaults, frozen', () => {
    const config = decoded({});
    expect(config).toMatchObject({
      ssh_port: 22,
      on: true,
      codes: [0],
      system_disk_mapping: { disk_size: 40 },
    });
    expect(Object.isFrozen(config) && Object.isFrozen(config.system_disk_mapping)).toBe(true);
  });
});

describe('settings on top of settings', () => {
  test('scalars replace, maps merge, lists overwrite by index', () => {
    const base = {
      inline: ['1', '2', '3'],
      tags: { a: '1' },
      ssh_port: 1,
      image_disk_mappings: [{ disk_size: 1 }],
    };
    const over = { inline: ['x'], tags: { b: '2' }, ssh_port: 2, image_disk_mappings: [{ password: 'p' }] };
    expect(decoded(base, over)).toMatchObject({
      inline: ['x', '2', '3'],
      tags: { a: '1', b: '2' },
      ssh_port: 2,
      image_disk_mappings: [{ disk_size: 1, password: 'p' }],
    });
    expect(decoded(base, { inline: [], tags: null }).inline).toEqual(['1', '2', '3']);
  });
});

describe('findings', () => {
  test('all of a wrong type at once, as the decoder of Packer words them', () => {
    const raw = {
      image_version: ['a'],
      image_disk_mappings: 'x',
      io_optimized: 'maybe',
      ssh_timeout: '300',
      system_disk_mapping: [1],
      tags: 'x',
      inline: { a: 1 },
      ssh_port: 'abc',
    };
    expect(failure(raw)).toMatchObject({
      code: 'config-invalid',
      message: [
        '8 error(s) decoding:',
        '',
        "* 'image_disk_mappings[0]' expected a map, got 'string'",
        "* 'image_version' expected type 'string', got unconvertible type '[]interface {}', value: '[a]'",
        "* 'inline[0]' expected type 'string', got unconvertible type 'map[interface {}]interface {}', value: 'map[a:1]'",
        "* 'system_disk_mapping' expected a map, got 'slice'",
        "* 'tags' expected a map, got 'string'",
        `* cannot parse 'ssh_port' as int: strconv.ParseInt: parsing "abc": invalid syntax`,
        `* error decoding 'io_optimized': Error parsing bool from given var: strconv.ParseBool: parsing "maybe": invalid syntax`,
        `* error decoding 'ssh_timeout': time: missing unit in duration "300"`,
      ].join('\n'),
    });
  });

  test('unknown keys with the nearest known one, at any depth', () => {
    const error = failure({ zz: 1, image_disk_mappings: [{ disk_siez: 1 }], packer_x: 1, type: 'y' });
    expect(error.message).toBe(
      `2 errors occurred:\n\t* unknown configuration key: '"image_disk_mappings[0].disk_siez"'\n\t* unknown configuration key: '"zz"'\n\n`,
    );
    expect(error.hint).toBe('Did you mean "disk_size"?');
    expect(error.mistakes[0]?.spot?.path).toEqual(['image_disk_mappings', 0, 'disk_siez']);
  });

  test('retired keys, unless the component still has them', () => {
    expect(failure({ ssh_key_path: 'x' }).message).toContain("Deprecated configuration key: 'ssh_key_path'.");
    const own = { ssh_key_path: string('Kept.') };
    expect(decode(own, [{ ssh_key_path: 'x' }], { context }).ssh_key_path).toBe('x');
  });

  test('user variables that are no templates, whoever uses them', () => {
    const user = new Map([['password', 'a{{b']]);
    expect(() => decode(fields, [{}], { context: { ...context, user } })).toThrow(
      'invalid \'packer_user_variables\': template: root:1: function "b" not defined in:\n\na{{b',
    );
    expect(() => decode(fields, [{}], { context: { ...context, user }, interpolate: false })).not.toThrow();
  });

  test('something else than settings, with the words of the component before it', () => {
    expect(() => decode(fields, ['x'], { context, prefix: 'Error decoding config: ' })).toThrow(
      "Error decoding config: '' expected a map, got 'string'",
    );
  });

  test('of a list of maps the first wrong item only', () => {
    expect(failure({ tags: [1, 'x'] }).message).toContain("* 'tags[0]' expected a map, got 'float64'");
    expect(failure({ tags: [1, 'x'] }).message).not.toContain('tags[1]');
  });

  test('texts are rendered first; an excluded field is only checked', () => {
    expect(failure({ tags: { '{{upper 1}}': 'x' }, zz: 1 }).message).toBe(
      `render 'tags': template: root:1:8: executing "root" at <1>: expected string; found 1 in:\n\n{{upper 1}}`,
    );
    const raw = { image_version: '{{user `v`}} {{.Path}}' };
    expect(decode(fields, [raw], { context, exclude: ['image_version'] }).image_version).toBe(
      raw.image_version,
    );
  });
});

describe('the table', () => {
  test('tells what is secret', () => {
    const config = decoded({ access_key: 'k', image_disk_mappings: [{ password: 'p' }, {}] });
    expect(secretValues(fields, config)).toEqual(['k', 'p']);
  });

  test('documents itself', () => {
    const rows = describeFields(fields);
    expect(rows).toContainEqual({
      name: 'ssh_timeout',
      type: 'duration',
      default: '5m',
      required: false,
      doc: 'Wait.',
    });
    expect(rows.map(({ name }) => name)).toContain('image_disk_mappings[].disk_size');
  });
});
