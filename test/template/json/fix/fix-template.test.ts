import { describe, expect, it } from 'vitest';
import { fixTemplate } from '../../../../src/template/json/fix/fix-template.ts';
import type { Json, JsonObject } from '../../../../src/template/model/template.ts';

const fix = (template: Json) => fixTemplate({ text: JSON.stringify(template), path: 't.json' });

function fixedBuilder(builder: JsonObject): unknown {
  return [fix({ builders: [builder] })['builders']].flat()[0];
}

describe('builders', () => {
  it.each<[what: string, old: JsonObject, fixed: JsonObject]>([
    ['a bare MD5', { iso_md5: 'x' }, { iso_checksum: 'md5:x' }],
    ['a file of checksums', { iso_checksum_url: 'u', iso_checksum_type: 'md5' }, { iso_checksum: 'file:u' }],
    ['a type alone', { iso_checksum_type: 'none' }, {}],
    ['the key of SSH', { ssh_key_path: 'a' }, { ssh_private_key_file: 'a' }],
    ['both keys of SSH', { ssh_key_path: 'a', ssh_private_key_file: 'b' }, { ssh_private_key_file: 'b' }],
    ['the wait for SSH', { ssh_wait_timeout: '5m' }, { ssh_timeout: '5m' }],
    ['a name', { image_name: 'x-{{clean_ami_name `y`}}' }, { image_name: 'x-{{clean_resource_name `y`}}' }],
    ['the time', { ami_name: '{{ .CreateTime }}' }, { ami_name: '{{timestamp}}' }],
    ['a value of another type', { ssh_key_path: 5 }, { ssh_key_path: 5 }],
    ['a disk', { type: 'qemu', disk_size: 40_000 }, { type: 'qemu', disk_size: '40000M' }],
    ['a port', { type: 'qemu', ssh_host_port_min: 2 }, { type: 'qemu', host_port_min: 2 }],
    ['the disk of another builder', { type: 'null', disk_size: 4 }, { type: 'null', disk_size: 4 }],
    ['nothing new', { type: 'null', communicator: 'none' }, { type: 'null', communicator: 'none' }],
  ])('puts right %s', (_what, old, fixed) => {
    expect(fixedBuilder({ name: 'n', ...old })).toEqual({ name: 'n', ...fixed });
  });

  it('leaves one without a type and one that is null alone, where Packer crashes', () => {
    expect(fix({ builders: [null, { type: 5 }] })['builders']).toEqual([null, { type: 5 }]);
  });

  it('gives a template without builders the key', () => {
    expect(fix({})).toEqual({ builders: null });
  });
});

describe('provisioners and post-processors', () => {
  it('takes the backticks off what PowerShell gets', () => {
    const old = { type: 'powershell', elevated_user: '`$a', environment_vars: ['A=``b`"', 'C'] };
    const fixed = { type: 'powershell', elevated_user: '$a', environment_vars: ['A=`b"', 'C'] };
    expect(fix({ provisioners: [old] })['provisioners']).toEqual([fixed]);
  });

  it('renames what a manifest is written to, in chains too', () => {
    const old = { type: 'manifest', filename: 'm' };
    const fixed = { type: 'manifest', output: 'm' };
    expect(fix({ 'post-processors': ['x', old, [old]] })['post-processors']).toEqual(['x', fixed, [fixed]]);
  });
});

describe('what cannot be fixed', () => {
  it.each([
    ['', 'Error parsing template: EOF'],
    ['{"a": tr', 'Error parsing template: unexpected EOF'],
    ['{"a": trx}', "Error parsing template: invalid character 'x' in literal true (expecting 'u')"],
    [
      'null',
      'Error parsing template: json: cannot unmarshal <nil> into Go value of type map[string]interface {}',
    ],
    [
      '{"builders":["x"]}',
      "Error fixing: 1 error(s) decoding:\n\n* 'Builders[0]' expected a map, got 'string'",
    ],
    [
      '{"builders":[{"type":"vsphere-iso","network":"n","network_adapters":"x"}]}',
      "Error fixing: 'network_adapters' of a vsphere-iso builder: expected a list, got string",
    ],
  ])('%s', (text, message) => {
    expect(() => fixTemplate({ text, path: 't.json' })).toThrow(message);
  });
});
